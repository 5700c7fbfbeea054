import pytest

from campaigns.models import Event, Link, TrackingClass
from campaigns.tokens import Kind
from campaigns.tracking.hits import Hit
from campaigns.tracking.naming import rows_of
from crm.models import TrackingChoice
from tests.factories.campaigns import CampaignFactory, DeliveryFactory, LinkFactory
from tests.factories.crm import SubscriberFactory

AT = 1_788_256_817


def delivery(choice=TrackingChoice.GRANTED, sent_as=TrackingClass.IDENTIFIED):
    reader = SubscriberFactory(open_tracking=choice, click_tracking=choice)
    return DeliveryFactory(subscriber=reader, opens=sent_as, clicks=sent_as)


def opened(owner, kind=Kind.OPEN):
    return Hit(kind, AT, "person", "browser", owner)


def test_with_consent_the_row_names_the_delivery_and_keeps_the_second_for_now():
    sent = delivery()

    [event] = rows_of([opened(sent.pk)])

    assert (event.delivery_id, event.campaign_id) == (sent.pk, sent.campaign_id)
    assert (event.at.timestamp() % 60, event.second) == (0, AT % 60)


def test_an_anonymous_hit_names_nobody_and_keeps_no_second():
    campaign = CampaignFactory()

    [event] = rows_of([opened(campaign.pk, Kind.OPEN_ANONYMOUS)])

    assert (event.campaign_id, event.delivery_id, event.second) == (campaign.pk, None, None)


def test_consent_withdrawn_after_the_sending_makes_no_row():
    sent = delivery(TrackingChoice.REFUSED)
    click = Hit(Kind.CLICK, AT, "person", "browser", sent.pk, 1)

    assert rows_of([opened(sent.pk), click]) == []


def test_a_choice_unset_again_counts_in_total_only():
    [event] = rows_of([opened(delivery(TrackingChoice.UNKNOWN).pk)])

    assert event.delivery_id is None


@pytest.mark.parametrize("sent_as", [TrackingClass.ANONYMOUS, TrackingClass.NONE])
def test_a_mail_that_left_without_consent_names_nobody_even_if_consent_came_since(sent_as):
    assert rows_of([opened(delivery(sent_as=sent_as).pk)]) == []


def test_an_erased_person_makes_no_row():
    sent = delivery()
    sent.subscriber.delete()

    assert rows_of([opened(sent.pk)]) == []


def test_what_was_deleted_makes_no_row():
    assert rows_of([opened(999_999), opened(999_999, Kind.OPEN_ANONYMOUS)]) == []


def test_opens_and_clicks_have_each_their_consent():
    sent = delivery()
    sent.subscriber.click_tracking = TrackingChoice.REFUSED
    sent.subscriber.save()

    events = rows_of([opened(sent.pk), Hit(Kind.CLICK, AT, "person", "browser", sent.pk, 1)])

    assert [event.kind for event in events] == [Event.Kind.OPEN]


def test_a_click_finds_its_link_by_number():
    link = LinkFactory(number=4)
    hit = Hit(Kind.CLICK_ANONYMOUS, AT, "person", "browser", link.campaign_id, 4)

    assert rows_of([hit])[0].link_id == link.pk


def test_many_hits_cost_as_many_questions_as_one(django_assert_num_queries):
    hits = [opened(delivery().pk) for _n in range(3)]
    hits += [opened(CampaignFactory().pk, Kind.OPEN_ANONYMOUS) for _n in range(3)]
    for some in (hits[2:4], hits):
        with django_assert_num_queries(3):
            rows_of(some)


def test_who_follows_the_link_that_no_person_sees_is_a_machine_whatever_its_name():
    trap = LinkFactory(number=Link.TRAP)
    hit = Hit(Kind.CLICK_ANONYMOUS, AT, "person", "browser", trap.campaign_id, Link.TRAP)

    [event] = rows_of([hit])

    assert (event.link_id, event.verdict, event.rule) == (trap.pk, "machine", "honeypot")
