import pytest

from campaigns.management.benchmarks.limits import Limit, share, told


@pytest.mark.parametrize(
    ("limit", "value", "holds"),
    [
        (Limit(least=10), 10, True),
        (Limit(least=10), 9.9, False),
        (Limit(most=10), 10, True),
        (Limit(most=10), 10.1, False),
    ],
)
def test_a_limit_is_kept_or_missed(limit, value, holds):
    assert limit.holds(value) is holds


def test_a_line_says_whether_its_figure_keeps_to_the_limit():
    line = told("track: taken in, hits/s", 31_000.0, "postgresql")

    assert line.strip() == "31,000.00  track: taken in, hits/s  (≥ 30,000: holds)"


def test_a_figure_without_a_limit_is_told_alone():
    assert told("page: home, ms", 20.0, "sqlite").strip() == "20.00  page: home, ms"


def test_a_share_of_the_bare_rate_is_that_of_the_machine_of_the_limits():
    limit = share(25_000, "claimed", "postgresql")

    assert limit.holds(0.5)
    assert not limit.holds(0.49)
    assert str(limit) == "≥ 0.5"
