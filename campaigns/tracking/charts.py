"""Issues over the years and the growth of a list, as points to draw: the same on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from campaigns.tracking.comparison import RULE_CHANGED_ON, ComparedIssue, spans_rule
from campaigns.tracking.curves import HEIGHT, WIDTH, round_up
from campaigns.tracking.growth import Month

MOST_YEARS = 12


# Half of the longest label: nearer to the right edge it would be cut.
LABEL = 40


def anchor(x: float) -> str:
    """Which part of its label stands at `x`."""
    return "end" if x > WIDTH - LABEL else "middle"


@dataclass(frozen=True)
class Tick:
    x: float
    label: str

    @property
    def anchor(self) -> str:
        return anchor(self.x)


@dataclass(frozen=True)
class Point:
    """`low` and `high` are the ends of its interval."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True)
class RatesChart:
    """`top` is in percent; `rule_x` is where the French rules changed, None when out of sight."""

    points: list[Point]
    top: int
    ticks: list[Tick]
    rule_x: float | None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def rule_anchor(self) -> str:
        return anchor(self.rule_x or 0)


@dataclass(frozen=True)
class GrowthChart:
    line: str
    top: int
    ticks: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT


def rates_chart(issues: Sequence[ComparedIssue]) -> RatesChart | None:
    """None when fewer than two issues have a rate: there is nothing to compare."""
    measured = [issue for issue in issues if issue.open_rate.n]
    if len(measured) < 2:
        return None
    axis = _Axis(measured[0].began_at, measured[-1].began_at)
    top = min(100, round_up(int(100 * max(issue.open_rate.high or 0 for issue in measured)) + 1))
    rule = _midnight(RULE_CHANGED_ON)
    return RatesChart(
        points=[_point(issue, axis, top) for issue in measured],
        top=top,
        ticks=axis.ticks(),
        rule_x=axis.x(rule) if spans_rule(measured) else None,
    )


def growth_chart(months: Sequence[Month]) -> GrowthChart | None:
    top = round_up(max((month.subscribers for month in months), default=0))
    if not top or len(months) < 2:
        return None
    axis = _Axis(_midnight(months[0].began_on), _midnight(months[-1].began_on))
    line = " ".join(
        f"{axis.x(_midnight(month.began_on)):.1f},{HEIGHT * (1 - month.subscribers / top):.1f}"
        for month in months
    )
    return GrowthChart(line, top, axis.ticks())


def _point(issue: ComparedIssue, axis: "_Axis", top: int) -> Point:
    rate = issue.open_rate
    y, low, high = (
        round(HEIGHT * (1 - 100 * (share or 0) / top), 1)
        for share in (rate.value, rate.low, rate.high)
    )
    return Point(axis.x(issue.began_at), y, low, high)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class _Axis:
    """Of time, from the first to the last; never of no length."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self.first, self.last = first, last
        self.length = max(last - first, timedelta(days=1))

    def x(self, at: datetime) -> float:
        return round(WIDTH * ((at - self.first) / self.length), 1)

    def ticks(self) -> list[Tick]:
        """The beginnings of years, thinned out; months where no year begins twice."""
        years = range(self.first.year + 1, timezone.localtime(self.last).year + 1)
        if len(years) < 2:
            return self._ends()
        step = -(-len(years) // MOST_YEARS)
        return [Tick(self.x(_midnight(date(year, 1, 1))), str(year)) for year in years[::step]]

    def _ends(self) -> list[Tick]:
        return [
            Tick(self.x(at), timezone.localtime(at).strftime("%m/%Y"))
            for at in (self.first, self.last)
        ]
