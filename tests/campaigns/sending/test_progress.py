from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign, Delivery
from campaigns.sending.progress import count_states, kept, progress, recount
from campaigns.sending.settling import settle_all
from campaigns.tracking.audiences import count_audience
from tests.factories.campaigns import CampaignFactory, DeliveryFactory

State = Delivery.State
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def leaving():
    """One row in each state, two of them waiting."""
    campaign = CampaignFactory(state=Campaign.State.SENDING)
    for state in [*State, State.PENDING]:
        DeliveryFactory(campaign=campaign, state=state)
    return campaign


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


def accept(campaign, number):
    waiting = campaign.deliveries.filter(state=State.PENDING).values("pk")[:number]
    Delivery.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
        state=State.ACCEPTED
    )


def test_every_row_is_counted_in_exactly_one_place(leaving):
    seen = progress(leaving)

    assert (seen.candidates, seen.pending, seen.settled) == (10, 5, 5)
    parts = seen.accepted + seen.failed + seen.suppressed + seen.cancelled + seen.unknown
    assert parts + seen.pending == seen.candidates


def test_many_readers_cost_one_count_every_two_seconds(leaving, clock, django_assert_num_queries):
    progress(leaving)

    with django_assert_num_queries(0):
        assert progress(leaving).candidates == 10
    clock.shift(3)
    # States, next attempt, in doubt, refused because of us, pace
    with django_assert_num_queries(5):
        progress(leaving)


def test_a_letter_that_has_left_is_counted_the_same_from_what_went_wrong():
    campaign = CampaignFactory(state=Campaign.State.SENT, ended_at=NOON)
    for state in (State.ACCEPTED, State.ACCEPTED, State.FAILED, State.UNKNOWN, State.SUPPRESSED):
        DeliveryFactory(campaign=campaign, state=state)
    before = count_states(campaign)
    count_audience(campaign)
    with CaptureQueriesContext(connection) as queries:
        after = count_states(campaign)

    assert after == before
    assert '"aside" IS NOT NULL' in queries[-1]["sql"]
    campaign.deliveries.filter(state=State.UNKNOWN).update(state=State.FAILED)
    assert count_states(campaign) == {"accepted": 2, "failed": 2, "suppressed": 1}


def test_a_letter_that_leaves_again_is_counted_row_by_row():
    campaign = CampaignFactory(state=Campaign.State.SENT, ended_at=NOON)
    DeliveryFactory(campaign=campaign, state=State.ACCEPTED)
    count_audience(campaign)
    campaign.ended_at = None
    campaign.deliveries.update(state=State.PENDING)

    assert count_states(campaign) == {"pending": 1}


def test_a_pause_is_seen_at_once(leaving):
    progress(leaving)
    leaving.deliveries.filter(state=State.PENDING).update(state=State.CANCELLED)
    leaving.state = Campaign.State.CANCELLED

    assert progress(leaving).cancelled == 3


def test_an_act_shows_what_it_changed(leaving, admin_user):
    assert progress(leaving).to_decide == 1
    settle_all(leaving, "leave", by=admin_user)

    recount(leaving)

    assert progress(leaving).to_decide == 0


def test_what_took_long_to_count_rests_longer(clock):
    calls = []

    def slow(last):
        calls.append(last)
        clock.shift(2)
        return len(calls)

    assert kept("slow", slow, seconds=2) == 1
    clock.shift(30)
    assert kept("slow", slow, seconds=2) == 1
    clock.shift(15)
    assert kept("slow", slow, seconds=2) == 2
    assert calls == [None, 1]


def test_while_one_counts_the_others_read_what_was_counted_last(clock):
    kept("figure", lambda last: "old", seconds=2)
    clock.shift(5)
    during = []

    def counting(last):
        during.append(kept("figure", lambda last: "never", seconds=2))
        return "new"

    assert kept("figure", counting, seconds=2) == "new"
    assert during == ["old"]


def test_a_count_that_fails_blocks_nobody(clock):
    def broken(last):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        kept("figure", broken, seconds=2)

    assert kept("figure", lambda last: "counted", seconds=2) == "counted"


def test_the_rate_is_that_of_the_last_minute(clock):
    campaign = CampaignFactory(state=Campaign.State.SENDING)
    DeliveryFactory.create_batch(12, campaign=campaign, state=State.PENDING)
    assert progress(campaign).per_minute is None
    clock.shift(50)
    accept(campaign, 1)
    progress(campaign)
    clock.shift(30)
    accept(campaign, 4)

    seen = progress(campaign)

    assert seen.per_minute == 8
    assert seen.ends_at == NOON + timedelta(seconds=80, minutes=7 / 8)


def test_a_limit_tells_the_end_before_anything_is_measured(clock):
    campaign = CampaignFactory(state=Campaign.State.SENDING, per_hour=100)
    DeliveryFactory.create_batch(12, campaign=campaign, state=State.PENDING)
    campaign.waits_until = NOON + timedelta(minutes=40)

    assert progress(campaign).ends_at == campaign.waits_until


def test_a_letter_on_pause_has_no_end(clock):
    campaign = CampaignFactory(state=Campaign.State.PAUSED, per_hour=100)
    DeliveryFactory(campaign=campaign, state=State.PENDING)

    assert progress(campaign).ends_at is None


def test_what_stands_still_has_no_end_in_sight(leaving, clock):
    progress(leaving)
    clock.shift(10)

    seen = progress(leaving)

    assert (seen.per_minute, seen.ends_at) == (0, None)


def test_retries_alone_say_when_the_next_one_is_due(clock):
    campaign = CampaignFactory(state=Campaign.State.SENDING)
    later = NOON + timedelta(minutes=5)
    DeliveryFactory(campaign=campaign, state=State.DEFERRED, not_before=later)
    DeliveryFactory(campaign=campaign)

    seen = progress(campaign)

    assert seen.only_retries_left
    assert (seen.next_attempt, seen.ends_at) == (later, None)
