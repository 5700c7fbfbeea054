from datetime import UTC, datetime, timedelta

import pytest

from campaigns.tracking.curves import curve, round_up
from campaigns.tracking.statistics import HourOfHits

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


def hours(*opens):
    return [
        HourOfHits(NOON + timedelta(hours=number), count, 0) for number, count in enumerate(opens)
    ]


@pytest.mark.parametrize(("number", "top"), [(0, 0), (1, 1), (3, 5), (37, 50), (1001, 2000)])
def test_an_axis_ends_at_a_number_that_is_easy_to_read(number, top):
    assert round_up(number) == top


def test_nothing_yet_is_no_curve():
    assert curve([]) is None
    assert curve(hours(0, 0)) is None


def test_the_line_goes_from_edge_to_edge_and_its_peak_stays_inside():
    drawn = curve(hours(0, 10, 5))

    assert drawn.opens == "0.0,180.0 360.0,0.0 720.0,90.0"
    assert drawn.clicks == "0.0,180.0 360.0,180.0 720.0,180.0"


def test_every_sixth_hour_is_marked():
    assert [mark.at for mark in curve(hours(*[1] * 13)).marks] == [
        NOON + timedelta(hours=number) for number in (0, 6, 12)
    ]
