import pytest
from django.db.models import Max, Min

from campaigns.figures import newsletter_subscribers
from campaigns.models import Newsletter, Subscription
from crm.models import Consent, ConsentWording, Subscriber, SubscriberTag, TrackingChoice
from crm.territories import load_territories
from media_kit.demonstration import audience


@pytest.fixture
def loaded():
    load_territories()
    audience.load(120)


def receiving() -> int:
    newsletter = Newsletter.objects.get(slug=audience.MAIN)
    return newsletter.subscriptions.filter(state=Subscription.State.CONFIRMED).count()


def test_as_many_receive_the_letter_as_asked(loaded):
    assert receiving() == 120


def test_the_report_of_2018_counts_those_who_receive_it(loaded):
    assert newsletter_subscribers(2018) == 120


def test_nobody_at_all_when_none_is_asked():
    audience.load(0)

    assert Newsletter.objects.filter(slug=audience.MAIN).exists()
    assert not Subscriber.objects.exists()


def test_every_tracking_choice_has_its_proof(loaded):
    for person in Subscriber.objects.exclude(open_tracking=TrackingChoice.UNKNOWN):
        assert person.consents.filter(purpose="open_tracking").exists()


def test_no_two_tags_differ_by_their_case_alone(loaded):
    names = [tag.name.lower() for tag in SubscriberTag.objects.all()]

    assert len(names) == len(set(names))


def test_every_subscription_has_its_proof(loaded):
    granted = Consent.objects.filter(purpose__startswith="newsletter:", act=Consent.Act.GRANTED)

    assert granted.count() == Subscription.objects.count()
    assert not granted.filter(wording=None).exists()


def test_the_rows_are_as_old_as_the_subscriptions(loaded):
    assert not Subscriber.objects.filter(created_at__year__gt=2018).exists()


def test_loading_twice_adds_nobody(loaded):
    before = Subscriber.objects.count()

    audience.load(120)

    assert Subscriber.objects.count() == before


def test_sentences_were_there_before_anybody_agreed_to_them(loaded):
    written = ConsentWording.objects.aggregate(last=Max("created_at"))["last"]

    assert written < Consent.objects.aggregate(first=Min("given_at"))["first"]
