from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from campaigns.models import Bucket, Campaign, Delivery, SendingPace, WarmUp
from campaigns.models.pace import RecipientPace
from campaigns.sending.pace.buckets import DAY, HOUR, Limit, Tokens
from campaigns.sending.pace.forecast import after_open_hours, forecast, last_leaves_at
from campaigns.sending.pace.hours import Closing
from campaigns.sending.pace.plan import transport_key
from tests.factories.campaigns import CampaignFactory, DeliveryFactory

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)  # 13:00 in Paris
MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def campaign(**fields):
    return CampaignFactory(
        state=Campaign.State.SENDING, newsletter__sender_email="lettre@example.org", **fields
    )


def used(key, period, taken):
    """So many tokens were taken, so many slices ago."""
    at = int(NOON.timestamp()) // (period // 60)
    Bucket.objects.create(
        key=f"{key}/{period}", used_at=NOON, taken={str(at - ago): n for ago, n in taken.items()}
    )


def hours_from_noon(end):
    return (end - NOON) / HOURS


def test_without_a_limit_the_rate_decides():
    assert forecast(campaign(), 600, 60, NOON) == NOON + 10 * MINUTES
    assert forecast(campaign(), 600, 0, NOON) is None
    assert forecast(campaign(), 600, None, NOON) is None


def test_a_hundred_an_hour_take_a_day_for_two_thousand():
    letter = campaign(per_hour=100, waits_until=NOON + 59 * MINUTES)
    used(f"campaign {letter.pk}", HOUR, {0: 100})

    for seen in (None, 0, 1000):
        assert 22 < hours_from_noon(forecast(letter, 2261, seen, NOON)) < 24


def test_it_never_ends_before_it_goes_on():
    letter = campaign(per_hour=120, waits_until=NOON + 70 * MINUTES)

    assert forecast(letter, 5, 300, NOON) == NOON + 70 * MINUTES


def test_the_tightest_of_all_limits_counts():
    SendingPace.objects.create(per_hour=500, per_day=1000)
    used(transport_key(), DAY, {0: 1000})

    assert hours_from_noon(forecast(campaign(per_hour=200), 900, 60, NOON)) == pytest.approx(
        24, abs=0.5
    )
    assert 48 <= hours_from_noon(forecast(campaign(per_hour=200), 1900, 60, NOON)) < 49


def test_a_slow_server_counts_when_it_is_slower_than_the_limit():
    assert forecast(campaign(per_hour=1000), 600, 2, NOON) == NOON + 300 * MINUTES


def test_a_domain_that_makes_itself_known_sends_more_each_day():
    pace = SendingPace.objects.create()
    WarmUp.objects.create(
        pace=pace, domain="example.org", starts_on=NOON.date(), first_day=50, growth=Decimal(2),
        days=3,
    )  # fmt: skip

    ends = [forecast(campaign(), mails, None, NOON) for mails in (50, 51, 150, 350, 9000)]

    assert [round((end - NOON) / DAYS) for end in ends] == [0, 1, 1, 2, 3]


def test_closed_hours_are_added_to_the_work():
    night = [Closing("quiet", time(20), time(7))]

    assert after_open_hours(night, NOON, 2 * HOURS) == NOON + 2 * HOURS
    assert after_open_hours(night, NOON, 8 * HOURS) == NOON + 19 * HOURS
    assert after_open_hours([], NOON, 8 * HOURS) == NOON + 8 * HOURS


def test_hours_that_are_closed_now_are_waited_for():
    letter = campaign(window_from=time(9), window_until=time(10))

    assert forecast(letter, 30, 1, NOON) == datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def test_what_a_domain_holds_back_is_waited_for():
    pace = SendingPace.objects.create()
    RecipientPace.objects.create(pace=pace, domains="*", per_hour=1)
    letter = campaign()
    DeliveryFactory(
        campaign=letter, state=Delivery.State.PENDING, not_before=NOON + 9 * HOURS,
        lease_until=NOON, reason=Delivery.Reason.PACED,
    )  # fmt: skip

    assert forecast(letter, 10, 60, NOON) == NOON + 9 * HOURS


def test_what_would_take_more_than_a_year_is_no_forecast():
    assert forecast(campaign(per_hour=1), 100_000, None, NOON) is None


def test_tokens_come_back_as_they_were_taken():
    tokens = Tokens(Limit("x", HOUR, 10, spent=1), {}, NOON)
    tokens.taken = {tokens.slice - 30: 4, tokens.slice - 10: 2}

    ends = [last_leaves_at(tokens, mails, lambda _n: 10) - NOON for mails in (3, 4, 8, 10, 13, 14)]

    assert [end / MINUTES for end in ends] == [0, 31, 51, 60, 60, 91]
