from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.sending.pace.hours import Closing, leaves_time, moment, opening

PARIS = ZoneInfo("Europe/Paris")
NIGHT = Closing("quiet", time(22), time(7))
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # 02:00 → 03:00, 03:00 → 02:00


def paris(day, hour, minute=0, fold=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS, fold=fold)


def opens(now, *closings):
    at, code = opening(closings, now, PARIS)
    return at.astimezone(PARIS).strftime("%d %H:%M"), code


def test_by_day_mails_may_leave():
    assert opens(paris(SPRING, 12), NIGHT) == ("29 12:00", "")


@pytest.mark.parametrize("hour, day", [(22, "30"), (23, "30"), (0, "29"), (6, "29")])
def test_at_night_they_wait_for_the_morning(hour, day):
    assert opens(paris(SPRING, hour), NIGHT) == (f"{day} 07:00", "quiet")


def test_at_the_very_end_they_go_on():
    assert opens(paris(SPRING, 7), NIGHT)[1] == ""


@pytest.mark.parametrize("night, hours", [(SPRING, 8), (AUTUMN, 10), (date(2026, 6, 1), 9)])
def test_a_night_is_as_long_as_the_clock_makes_it(night, hours):
    evening = paris(night - timedelta(days=1), 22)

    morning, _code = opening([NIGHT], evening, PARIS)

    assert morning - evening.astimezone(UTC) == timedelta(hours=hours)
    assert morning.astimezone(PARIS).time() == time(7)


def test_an_end_that_spring_leaves_out_comes_when_the_clock_jumps():
    assert moment(SPRING, time(2, 30), PARIS) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    until_half_past_two = Closing("quiet", time(22), time(2, 30))
    assert opens(paris(SPRING, 1, 59), until_half_past_two) == ("29 03:00", "quiet")


def test_an_end_that_autumn_shows_twice_comes_the_first_time_and_is_not_taken_back():
    until_half_past_two = Closing("quiet", time(22), time(2, 30))

    assert opens(paris(AUTUMN, 1), until_half_past_two) == ("25 02:30", "quiet")
    assert moment(AUTUMN, time(2, 30), PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for again in (paris(AUTUMN, 2, 45), paris(AUTUMN, 2, 15, fold=1)):
        assert opening([until_half_past_two], again, PARIS)[1] == ""


def test_hours_chosen_for_a_campaign_and_quiet_hours_both_count():
    office = Closing("window", time(18), time(9))

    assert opens(paris(SPRING, 6), NIGHT, office) == ("29 09:00", "window")
    assert opens(paris(SPRING, 19), NIGHT, office) == ("30 09:00", "window")
    assert opens(paris(SPRING, 10), NIGHT, office)[1] == ""


def test_hours_that_leave_no_time_are_told_apart():
    by_night = Closing("window", time(6), time(23))

    assert leaves_time([NIGHT], paris(SPRING, 12))
    assert not leaves_time([NIGHT, by_night], paris(SPRING, 12))


def test_with_no_closing_nothing_waits():
    now = paris(SPRING, 3)
    assert opening([], now, PARIS) == (now, "")


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    begins=st.times(),
    ends=st.times(),
)
def test_where_it_opens_nothing_is_closed(now, begins, ends):
    begins, ends = begins.replace(microsecond=0), ends.replace(microsecond=0)
    closing = Closing("quiet", begins, ends)

    at, code = opening([closing], now, PARIS)

    assert at >= now
    assert bool(code) == (at > now)
    if begins != ends:
        assert closing.until(at, PARIS) is None
        assert at - now <= timedelta(hours=25)
