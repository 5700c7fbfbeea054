from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import (
    CampaignReader,
    CampaignTally,
    Delivery,
    Event,
    EventCount,
    TrackingClass,
)
from campaigns.tokens import Kind
from campaigns.tracking import spool
from campaigns.tracking.hits import Hit
from campaigns.tracking.ingest import ingest_spool
from campaigns.tracking.notices import record_event
from campaigns.tracking.statistics import report
from campaigns.tracking.tallies import forget, recount
from crm.models import TrackingChoice
from tests.factories.campaigns import CampaignFactory, DeliveryFactory, LinkFactory
from tests.factories.crm import SubscriberFactory

BEGAN = datetime(2026, 9, 1, 12, 20, tzinfo=UTC)
CLASSES = {"opens": TrackingClass.IDENTIFIED, "clicks": TrackingClass.IDENTIFIED}
RULES = {"person": "browser", "machine": "head", "unsure": "unknown_agent"}


def counters(campaign):
    counts = EventCount.objects.filter(campaign=campaign).exclude(events=0)
    tally = CampaignTally.objects.filter(pk=campaign.pk).values_list("openers", "clickers")
    readers = CampaignReader.objects.filter(campaign=campaign).values_list("delivery", "kind")
    counted = sorted(counts.values_list("kind", "link", "hour", "verdict", "events"))
    return [*counted, *sorted(readers)], list(tally)


def campaign_with_readers(number=3):
    campaign = CampaignFactory(began_at=BEGAN)
    for place in range(1, 5):
        LinkFactory(campaign=campaign, number=place)
    reader = {
        "open_tracking": TrackingChoice.GRANTED, "click_tracking": TrackingChoice.GRANTED
    }  # fmt: skip
    deliveries = [
        DeliveryFactory(
            campaign=campaign, subscriber=SubscriberFactory(**reader),
            settled_at=BEGAN + timedelta(minutes=2), **CLASSES,
        )
        for _n in range(number)
    ]  # fmt: skip
    return campaign, deliveries


# Seconds close together, so that bursts, floods and hits before acceptance do happen.
hits = st.tuples(
    st.sampled_from(["o", "c", "p", "d"]),
    st.integers(0, 2),
    st.sampled_from([0, 60, 121, 122, 123, 130, 3600, 3601, 49 * 3600]),
    st.sampled_from(list(RULES)),
    st.integers(0, 5),
)
steps = st.one_of(
    st.lists(hits, min_size=1, max_size=12),
    st.tuples(st.sampled_from([Event.Kind.BOUNCE, Event.Kind.COMPLAINT]), st.integers(0, 2)),
    st.just("settle"),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(steps, max_size=8))
def test_whatever_happens_the_counters_are_what_a_recount_finds(history):
    campaign, deliveries = campaign_with_readers()
    for step in history:
        if step == "settle":
            ingest_spool(now=BEGAN + timedelta(days=9))
        elif isinstance(step, tuple):
            record_event(step[0], deliveries[step[1]], BEGAN)
        else:
            spool.append(*[_hit(campaign, deliveries, *described) for described in step])
            ingest_spool(now=BEGAN)

    kept, readers = counters(campaign)
    counted = report(campaign)
    for kind, seen in ((Event.Kind.OPEN, counted.opens), (Event.Kind.CLICK, counted.clicks)):
        stored = Event.objects.filter(campaign=campaign, kind=kind).count()
        assert stored == seen.raw == seen.machine + seen.person + seen.unsure
    recount(campaign.pk)
    assert (kept, readers or [(0, 0)]) == counters(campaign)


def _hit(campaign, deliveries, kind, reader, after, verdict, link):
    owner = deliveries[reader].pk if kind in "oc" else campaign.pk
    number = link if kind in "cd" else 0
    return Hit(
        Kind(kind), int(BEGAN.timestamp()) + after, verdict, RULES[verdict], owner, number
    )  # fmt: skip


def test_a_burst_unmasked_takes_its_reader_off_again():
    campaign, [reader] = campaign_with_readers(1)
    at = int(BEGAN.timestamp()) + 600
    for link in (1, 2):
        spool.append(Hit(Kind.CLICK, at, "person", "browser", reader.pk, link))
        ingest_spool(now=BEGAN)
    before = report(campaign).click_rate.value
    spool.append(Hit(Kind.CLICK, at, "person", "browser", reader.pk, 3))
    ingest_spool(now=BEGAN)

    assert (before, report(campaign).click_rate.value) == (1.0, 0.0)


def test_a_reader_of_a_mail_in_doubt_counts_once_it_is_known_to_have_arrived():
    campaign, [reader] = campaign_with_readers(1)
    Delivery.objects.update(state=Delivery.State.UNKNOWN)
    spool.append(Hit(Kind.OPEN, int(BEGAN.timestamp()) + 600, "person", "browser", reader.pk))
    ingest_spool(now=BEGAN)
    before = report(campaign).open_rate
    Delivery.objects.update(state=Delivery.State.ACCEPTED)

    after = report(campaign).open_rate
    assert (before.n, after.n, after.value) == (0, 1, 1.0)


def test_events_from_before_there_were_counters_are_counted_with_the_first_new_one():
    campaign, [reader] = campaign_with_readers(1)
    Event.objects.create(kind=Event.Kind.BOUNCE, campaign=campaign, delivery=reader, at=BEGAN)

    record_event(Event.Kind.COMPLAINT, reader, BEGAN)

    counted = report(campaign)
    assert (counted.bounced, counted.complained) == (1, 1)


def test_an_erased_reader_leaves_the_counters_as_a_recount_would_find_them():
    campaign, [reader] = campaign_with_readers(1)
    spool.append(Hit(Kind.OPEN, int(BEGAN.timestamp()) + 600, "person", "browser", reader.pk))
    ingest_spool(now=BEGAN)
    record_event(Event.Kind.UNSUBSCRIPTION, reader, BEGAN)

    forget([reader.pk])
    Event.objects.update(delivery=None)

    kept = counters(campaign)
    recount(campaign.pk)
    assert kept == counters(campaign)
    assert (report(campaign).open_rate.value, report(campaign).unsubscribed) == (0.0, 1)
