import pytest

from campaigns.tracking.intervals import Rate, wilson


def test_nothing_measured_gives_no_rate():
    assert wilson(0, 0) == Rate(None, None, None, 0)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Published tables of the Wilson score interval, 95 %, without continuity correction.
    [
        (30, 100, 0.2189, 0.3958),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (1, 2, 0.0945, 0.9055),
    ],
)
def test_interval_is_the_one_of_the_textbook(successes, n, low, high):
    rate = wilson(successes, n)

    assert (rate.low, rate.high) == (low, high)
