import pytest

from campaigns.approval import is_approved
from campaigns.models import Campaign, Event, IssuePage, Newsletter, Segment, Subscription
from campaigns.segments.members import explain
from campaigns.tracking.statistics import report
from crm.roles import sync_roles
from crm.territories import load_territories
from media_kit.demonstration import accounts, audience, letters, site


@pytest.fixture(scope="module", autouse=True)
def loaded(load_once):
    with load_once():
        sync_roles()
        load_territories()
        accounts.load()
        audience.load(150)
        site.load()
        letters.load()
        yield


def test_eleven_letters_left_in_2018():
    assert Campaign.objects.filter(state="sent", began_at__year=2018).count() == 11


def test_every_letter_balances():
    for campaign in Campaign.objects.filter(state="sent"):
        found = report(campaign)
        settled = found.accepted + found.failed + found.suppressed + found.cancelled
        assert found.candidates == settled + found.unknown > 0


def test_the_example_of_a_segment_has_readers():
    newsletter = Newsletter.objects.get(slug=audience.MAIN)

    assert explain(newsletter, Segment.objects.get()).count > 0


def test_opens_came_through_the_ingestion():
    opens = Event.objects.filter(kind=Event.Kind.OPEN)

    assert opens.filter(verdict="person").exists()
    assert opens.filter(verdict="machine").exists()
    assert not opens.exclude(delivery=None).exclude(delivery__opens="identified").exists()


def test_scanners_were_unmasked_by_the_link_that_no_person_sees():
    clicks = Event.objects.filter(kind=Event.Kind.CLICK, verdict="machine")

    rules = set(clicks.values_list("rule", flat=True))
    assert rules >= {"honeypot", "beside_honeypot"}


def test_nobody_got_a_letter_before_subscribing():
    subscriptions = Subscription.objects.filter(newsletter__slug=audience.MAIN)
    joined = dict(subscriptions.values_list("subscriber", "confirmed_at"))

    for campaign in Campaign.objects.filter(state="sent"):
        recipients = campaign.deliveries.values_list("subscriber", flat=True)
        assert all(joined[pk] <= campaign.began_at for pk in recipients)


def test_one_letter_is_ready_in_two_languages():
    campaign = Campaign.objects.get(slug=letters.READY)

    assert is_approved(campaign)
    assert campaign.began_at is None
    assert campaign.issue.get_translations().live().count() == 1


def test_the_ready_letter_is_not_public_yet():
    assert not IssuePage.objects.public().filter(slug=letters.READY).exists()


def test_loading_twice_sends_nothing_more():
    before = Event.objects.count()

    letters.load()

    assert Event.objects.count() == before
