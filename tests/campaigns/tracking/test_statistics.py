from datetime import UTC, datetime, timedelta

from campaigns.models import Campaign, Delivery, Event, TrackingClass
from campaigns.tracking.audiences import count_audience
from campaigns.tracking.statistics import (
    Hits,
    accepted_count,
    by_link,
    first_hours,
    open_rate,
    report,
)
from tests.factories.campaigns import (
    CampaignFactory,
    DeliveryFactory,
    EventFactory,
    LinkFactory,
)

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
Kind, State, Verdict = Event.Kind, Delivery.State, Event.Verdict


def tracked(campaign, **fields):
    return DeliveryFactory(campaign=campaign, opens=TrackingClass.IDENTIFIED, **fields)


def test_a_campaign_not_started_reports_zeros():
    counted = report(CampaignFactory()).as_json()

    assert counted["candidates"] == counted["opens"]["raw"] == 0
    assert counted["open_rate"] == {"value": None, "low": None, "high": None, "n": 0}


def test_every_delivery_is_in_exactly_one_count():
    campaign = CampaignFactory()
    for state in State.values:
        DeliveryFactory(campaign=campaign, state=state)

    counted = report(campaign)

    assert counted.candidates == 9
    assert counted.pending == 4
    settled = (counted.accepted, counted.failed, counted.suppressed, counted.cancelled)
    assert (*settled, counted.unknown) == (1, 1, 1, 1, 1)


def test_as_json_has_the_keys_of_the_interface():
    campaign = CampaignFactory(began_at=NOON, ended_at=NOON + timedelta(minutes=5))

    counted = report(campaign).as_json()

    expected = (
        "candidates accepted failed suppressed cancelled unknown pending bounced complained "
        "unsubscribed opens clicks open_rate began_at ended_at"
    )
    assert " ".join(counted) == expected
    assert set(counted["clicks"]) == {"raw", "machine", "person", "unsure"}
    assert counted["began_at"] == "2026-09-01T12:00:00+00:00"


def test_raw_is_the_sum_of_the_three_verdicts():
    campaign = CampaignFactory()
    for verdict, times in ((Verdict.PERSON, 3), (Verdict.MACHINE, 2), (Verdict.UNSURE, 1)):
        EventFactory.create_batch(times, campaign=campaign, delivery=None, verdict=verdict)

    assert report(campaign).opens.as_json() == {
        "raw": 6,
        "machine": 2,
        "person": 3,
        "unsure": 1,
    }


def test_open_rate_counts_people_once_and_only_those_who_consented():
    campaign = CampaignFactory()
    reader, *_others = [tracked(campaign) for _n in range(4)]
    EventFactory.create_batch(3, campaign=campaign, delivery=reader)
    EventFactory(campaign=campaign, delivery=tracked(campaign), verdict=Verdict.MACHINE)
    EventFactory(campaign=campaign, delivery=DeliveryFactory(campaign=campaign))
    EventFactory(campaign=campaign, delivery=tracked(campaign, state=State.UNKNOWN))

    rate = report(campaign).open_rate

    assert (rate.value, rate.n) == (0.2, 5)


def test_departures_count_deliveries_not_events():
    campaign = CampaignFactory()
    delivery = DeliveryFactory(campaign=campaign)
    for kind in (Kind.BOUNCE, Kind.BOUNCE, Kind.COMPLAINT, Kind.UNSUBSCRIPTION):
        EventFactory(campaign=campaign, delivery=delivery, kind=kind, verdict="")

    counted = report(campaign)

    assert (counted.bounced, counted.complained, counted.unsubscribed) == (1, 1, 1)


def test_other_campaigns_are_left_out():
    EventFactory(delivery=tracked(CampaignFactory()))

    counted = report(CampaignFactory())

    assert (counted.candidates, counted.opens.raw, counted.open_rate.n) == (0, 0, 0)


def test_report_asks_as_many_questions_for_one_mail_as_for_three(django_assert_num_queries):
    campaign = CampaignFactory()
    for _n in range(3):
        EventFactory(campaign=campaign, delivery=tracked(campaign))
        with django_assert_num_queries(5):
            report(campaign)


def test_open_rate_of_several_campaigns_weighs_each_delivery_alike():
    one, other = CampaignFactory(), CampaignFactory()
    EventFactory(campaign=one, delivery=tracked(one))
    for _n in range(3):
        tracked(other)

    assert open_rate([one.pk, other.pk]).value == 0.25


def test_links_are_listed_with_and_without_clicks(django_assert_num_queries):
    campaign = CampaignFactory()
    clicked, ignored = LinkFactory(campaign=campaign), LinkFactory(campaign=campaign)
    EventFactory(campaign=campaign, delivery=None, kind=Kind.CLICK, link=clicked)

    with django_assert_num_queries(2):
        links = by_link(campaign)

    assert [(link.url, link.clicks) for link in links] == [
        (clicked.url, Hits(person=1)),
        (ignored.url, Hits()),
    ]


def test_first_hours_follow_the_clock_and_leave_machines_out():
    campaign = CampaignFactory(began_at=NOON + timedelta(minutes=20))
    late = NOON + timedelta(hours=1, minutes=5)
    EventFactory(campaign=campaign, delivery=None, at=late)
    EventFactory(campaign=campaign, delivery=None, at=late, kind=Kind.CLICK)
    EventFactory(campaign=campaign, delivery=None, at=late, verdict=Verdict.MACHINE)
    EventFactory(campaign=campaign, delivery=None, at=NOON + timedelta(hours=49))

    hours = first_hours(campaign)

    assert len(hours) == 48
    assert [(hour.opens, hour.clicks) for hour in hours[:3]] == [(0, 0), (1, 1), (0, 0)]


def test_accepted_mails_are_the_same_before_and_after_the_audience_was_counted():
    campaign = CampaignFactory(state=Campaign.State.SENT, ended_at=NOON)
    for state in (State.ACCEPTED, State.ACCEPTED, State.FAILED, State.UNKNOWN):
        DeliveryFactory(campaign=campaign, state=state)
    annotated = Campaign.objects.annotate(accepted=accepted_count())
    before = annotated.get().accepted
    count_audience(campaign)
    campaign.deliveries.filter(state=State.UNKNOWN).update(state=State.ACCEPTED)

    assert (before, annotated.get().accepted) == (2, 3)


def test_a_campaign_without_a_mail_has_none_accepted():
    CampaignFactory()

    assert Campaign.objects.annotate(accepted=accepted_count()).get().accepted == 0
