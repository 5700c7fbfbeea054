from datetime import UTC, date, datetime

from campaigns.tracking.charts import growth_chart, rates_chart
from campaigns.tracking.comparison import ComparedIssue
from campaigns.tracking.growth import Month
from campaigns.tracking.intervals import wilson


def issue(year, month, openers=40, n=100):
    at = datetime(year, month, 2, 12, tzinfo=UTC)
    return ComparedIssue(1, "Lettre", at, 200, wilson(openers, n), wilson(0, 0), 0)


def test_points_stand_in_time_with_their_interval_around_them():
    chart = rates_chart([issue(2024, 1), issue(2025, 1), issue(2026, 1)])

    assert [point.x for point in chart.points] == [0, 360.5, 720]
    assert all(point.high < point.y < point.low for point in chart.points)
    assert chart.top == 50
    assert [tick.label for tick in chart.ticks] == ["2025", "2026"]


def test_the_day_the_rules_changed_is_drawn_where_issues_stand_on_both_sides():
    both = rates_chart([issue(2026, 5), issue(2026, 7), issue(2026, 9)])
    after = rates_chart([issue(2026, 8), issue(2026, 9)])

    assert both.points[1].x < both.rule_x < both.points[2].x
    assert after.rule_x is None


def test_an_issue_nobody_agreed_to_be_counted_in_has_no_point():
    assert len(rates_chart([issue(2024, 1), issue(2025, 1, 0, 0), issue(2026, 1)]).points) == 2


def test_one_issue_is_nothing_to_compare():
    assert rates_chart([issue(2024, 1)]) is None


def test_a_list_grows_from_the_foot_to_its_height():
    months = [Month(date(2026, n, 1), 0, 0, people) for n, people in ((1, 0), (2, 50), (3, 100))]

    chart = growth_chart(months)

    assert chart.line.split()[0] == "0.0,180.0"
    assert chart.line.split()[-1] == "720.0,0.0"
    assert [tick.label for tick in chart.ticks] == ["01/2026", "03/2026"]


def test_an_empty_list_draws_nothing():
    assert growth_chart([]) is None


def test_a_hundred_years_are_not_written_over_each_other():
    months = [Month(date(year, 1, 1), 1, 0, 1) for year in range(1926, 2027)]

    assert len(growth_chart(months).ticks) <= 12


def test_labels_at_the_right_edge_end_there():
    months = [Month(date(2026, n, 1), 1, 0, n) for n in (1, 2, 3)]

    assert [tick.anchor for tick in growth_chart(months).ticks] == ["middle", "end"]
    assert rates_chart([issue(2014, 1), issue(2026, 7), issue(2026, 8)]).rule_anchor == "end"
    assert rates_chart([issue(2026, 5), issue(2026, 7), issue(2026, 9)]).rule_anchor == "middle"
