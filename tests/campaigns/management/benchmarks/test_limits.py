import pytest

from campaigns.management.benchmarks.limits import Limit, told


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
    line = told("track: taken in, hits/s", 31_000.0, "postgresql", {})

    assert line.strip() == "31,000.00  track: taken in, hits/s  (≥ 30,000: holds)"


def test_a_figure_without_a_limit_is_told_alone():
    assert told("page: home, ms", 20.0, "sqlite", {}).strip() == "20.00  page: home, ms"


@pytest.mark.parametrize(
    ("bare", "value", "told_as"),
    [
        (25_000, 12_500, "≥ 25,000, here ≥ 12,500: holds"),
        (25_000, 12_000, "≥ 25,000, here ≥ 12,500: missed"),
        (100_000, 25_000, "≥ 25,000: holds"),
        (100_000, 24_000, "≥ 25,000: missed"),
    ],
)
def test_a_slower_database_lowers_the_limit_and_a_faster_one_leaves_it(bare, value, told_as):
    found = {"plan: bare rows claimed and marked, rows/s": bare}
    figure = "plan: claimed, checked and marked, 500 a commit, rows/s"

    assert told_as in told(figure, value, "postgresql", found)
