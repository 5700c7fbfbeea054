from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns.models import Bucket
from campaigns.sending.pace.buckets import (
    DAY,
    HOUR,
    MINUTE,
    Limit,
    Tokens,
    forget_idle,
    keep,
    lock,
    look,
)

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HOURLY = Limit("transport host", HOUR, 300)


def take(limit, count, now):
    """As many as are free, as a worker does."""
    with transaction.atomic():
        tokens = lock([limit], now)[limit]
        taken = min(count, tokens.free)
        tokens.take(taken)
        keep([tokens])
    return taken


def test_a_bucket_nobody_used_is_full():
    assert look([HOURLY], NOON)[HOURLY].free == 300


def test_what_one_takes_the_others_see():
    assert take(HOURLY, 200, NOON) == 200

    assert take(HOURLY, 200, NOON + timedelta(minutes=1)) == 100
    assert look([HOURLY], NOON + timedelta(minutes=2))[HOURLY].free == 0


def test_a_token_comes_back_when_its_hour_is_over():
    take(HOURLY, 300, NOON)

    tokens = look([HOURLY], NOON + timedelta(minutes=30))[HOURLY]
    back_at = tokens.next_at()

    assert back_at == NOON + timedelta(hours=1, minutes=1)
    assert look([HOURLY], back_at - timedelta(seconds=1))[HOURLY].free == 0
    assert look([HOURLY], back_at)[HOURLY].free == 300


def test_another_key_or_period_is_another_bucket():
    take(HOURLY, 300, NOON)

    others = [Limit("transport other", HOUR, 300), Limit("transport host", DAY, 300)]
    assert [tokens.free for tokens in look(others, NOON).values()] == [300, 300]


def test_a_limit_that_was_changed_counts_at_once():
    take(HOURLY, 300, NOON)

    raised, lowered = Limit("transport host", HOUR, 500), Limit("transport host", HOUR, 100)
    assert look([raised], NOON)[raised].free == 200
    assert look([lowered], NOON)[lowered].free == 0


def test_a_lowered_limit_is_free_again_only_once_enough_came_back():
    take(HOURLY, 60, NOON)
    take(HOURLY, 60, NOON + timedelta(minutes=10))

    lowered = Limit("transport host", HOUR, 50)
    tokens = look([lowered], NOON + timedelta(minutes=11))[lowered]

    assert tokens.next_at() == NOON + timedelta(hours=1, minutes=11)


def test_what_left_by_another_door_counts():
    limit = Limit("transport host", HOUR, 10, spent=4)

    assert take(limit, 10, NOON) == 6


def test_a_bucket_used_up_elsewhere_is_asked_again_soon():
    spent = Limit("transport host", HOUR, 10, spent=10)

    assert look([spent], NOON)[spent].next_at() == NOON + timedelta(minutes=1)


def test_idle_buckets_are_forgotten():
    take(HOURLY, 1, NOON)

    assert forget_idle(NOON + timedelta(days=1)) == 0
    assert forget_idle(NOON + timedelta(days=3)) == 1


TAKES = st.lists(
    st.tuples(st.integers(0, 4000), st.integers(1, 40)), min_size=1, max_size=60
)  # seconds since the last take, tokens asked for


@given(takes=TAKES, size=st.integers(1, 50), period=st.sampled_from([MINUTE, HOUR, DAY]))
def test_no_rolling_period_ever_sees_more_than_its_size(takes, size, period):
    limit, kept, now, taken = Limit("key", period, size), {}, NOON, []
    for later, wanted in takes:
        now += timedelta(seconds=later * period / HOUR)
        tokens = Tokens(limit, kept, now)
        count = min(tokens.free, wanted)
        if count:
            tokens.take(count)
            taken.append((now, count))
        kept = tokens.as_kept()

    for begin, _count in taken:
        end = begin + timedelta(seconds=period)
        assert sum(count for at, count in taken if begin <= at < end) <= size


@given(takes=TAKES, size=st.integers(1, 50), period=st.sampled_from([MINUTE, HOUR, DAY]))
def test_the_promised_moment_is_the_first_at_which_a_token_is_free(takes, size, period):
    limit, kept, now = Limit("key", period, size), {}, NOON
    for later, wanted in takes:
        now += timedelta(seconds=later * period / HOUR)
        tokens = Tokens(limit, kept, now)
        tokens.take(min(tokens.free, wanted))
        kept = tokens.as_kept()

    promised = Tokens(limit, kept, now).next_at()
    assert Tokens(limit, kept, promised).free >= 1
    if promised > now:
        assert Tokens(limit, kept, promised - timedelta(microseconds=1)).free == 0
        assert promised <= now + timedelta(seconds=period + period / 60)


class Shared(TestCase):
    """Each example in a transaction of its own."""

    @examples(max_examples=20)
    @given(
        st.lists(st.tuples(st.integers(0, 200), st.integers(1, 9)), min_size=1, max_size=15),
        st.integers(1, 20),
    )
    def test_several_workers_together_stay_within_the_limit(self, takes, size):
        limit, now, taken = Limit("shared", MINUTE, size), NOON, []
        for later, wanted in takes:
            now += timedelta(seconds=later)
            taken.append((now, take(limit, wanted, now)))

        for begin, _count in taken:
            end = begin + timedelta(minutes=1)
            assert sum(count for at, count in taken if begin <= at < end) <= size
        assert Bucket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_buckets_are_locked_in_one_order_whatever_the_order_they_are_asked_in():
    limits = [Limit(f"recipient {n}", HOUR, 5) for n in range(5)]
    with transaction.atomic():
        forth = lock(limits, NOON)
    with transaction.atomic():
        back = lock(reversed(limits), NOON)

    assert {limit: tokens.free for limit, tokens in back.items()} == dict.fromkeys(forth, 5)


def test_a_token_given_back_is_free_at_once_and_counts_for_nothing_later():
    take(HOURLY, 300, NOON)
    later = NOON + timedelta(minutes=10)

    with transaction.atomic():
        tokens = lock([HOURLY], later)[HOURLY]
        for _mail in range(20):
            tokens.give_back(NOON)
        keep([tokens])

    assert take(HOURLY, 300, later) == 20
    assert look([HOURLY], NOON + timedelta(minutes=62))[HOURLY].free == 280


def test_what_is_no_longer_counted_is_not_given_back_twice():
    tokens = look([HOURLY], NOON)[HOURLY]

    tokens.give_back(NOON)

    assert tokens.free == 300
