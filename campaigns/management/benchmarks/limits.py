"""What each figure has to reach, by database; figures without a limit are told and no more.

A rate of rows was set on a machine whose bare database did so many (`THERE`). Where the bare
database is slower, the limit is lowered in proportion; where it is faster it stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.management.benchmarks.yardsticks import THERE


@dataclass(frozen=True)
class Limit:
    least: float | None = None
    most: float | None = None

    def holds(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )

    def __str__(self) -> str:
        return f"≥ {_short(self.least)}" if self.least is not None else f"≤ {_short(self.most)}"


def _short(value: float | None) -> str:
    assert value is not None
    return f"{value:,.0f}" if value == int(value) or value >= 1_000 else f"{value:.3g}"


ANY = {
    "import: XLSX, rows/s": Limit(least=2_000),
    "import: memory above an idle process, MB": Limit(most=100),
    "track: opens answered, hits/s": Limit(least=10_000),
    "opens: with the pages, p99, ms": Limit(most=10),
    "opens: by a process of their own, hits/s": Limit(least=10_000),
    "opens: by a process of their own, ratio to the plain view": Limit(least=10),
    "opens: by a process of their own, p99, ms": Limit(most=10),
    "report: its page, ms": Limit(most=300),
    "smtp-sink: ratio to Django's backend": Limit(least=10),
    "smtp-sink: CPU of Django's backend to ours": Limit(least=20),
    "smtp-sink: memory above an idle worker, MB": Limit(most=60),
    "20 ms away: mails/s over 16 connections": Limit(least=500),
    "20 ms away: ratio to smtplib": Limit(least=3),
}
BY_DATABASE = {
    "postgresql": {
        "smtp-sink: ratio to smtp-source": Limit(least=0.85),
        "fast sink: ratio to smtp-source": Limit(least=0.5),
        "import: new people, rows/s": Limit(least=8_000),
        "import: a plain list, rows/s": Limit(least=8_000),
        "segment: three conditions, ms": Limit(most=100),
        "plan: freezing, rows/s": Limit(least=100_000),
        "plan: claimed, checked and marked, 500 a commit, rows/s": Limit(least=25_000),
        "track: taken in, hits/s": Limit(least=30_000),
    },
    "sqlite": {
        "smtp-sink: ratio to smtp-source": Limit(least=0.7),
        "import: new people, rows/s": Limit(least=6_000),
        "import: a plain list, rows/s": Limit(least=6_000),
        "segment: three conditions, ms": Limit(most=300),
        "plan: freezing, rows/s": Limit(least=200_000),
    },
}


# By which bare rate a limit is lowered: the figure that tells it, and its name in `THERE`.
MEASURED_BY = {
    "plan: freezing, rows/s": ("plan: bare rows copied, rows/s", "copied"),
    "plan: claimed, checked and marked, 500 a commit, rows/s": (
        "plan: bare rows claimed and marked, rows/s",
        "claimed",
    ),
    "track: taken in, hits/s": ("track: bare events, rows/s", "events"),
}


def limit_of(figure: str, vendor: str) -> Limit | None:
    return (ANY | BY_DATABASE[vendor]).get(figure)


def limit_here(figure: str, vendor: str, found: Mapping[str, float]) -> Limit | None:
    """On this machine, whose bare rates are among the figures `found` before."""
    limit = limit_of(figure, vendor)
    if limit is None or limit.least is None or figure not in MEASURED_BY:
        return limit
    bare, name = MEASURED_BY[figure]
    slower = min(found.get(bare, THERE[vendor][name]) / THERE[vendor][name], 1)
    return Limit(least=limit.least * slower)


def told(figure: str, value: float, vendor: str, found: Mapping[str, float]) -> str:
    """One line: the figure, and whether it keeps to its limit."""
    limit, here = limit_of(figure, vendor), limit_here(figure, vendor, found)
    line = f"{value:>14,.2f}  {figure}"
    if limit is None or here is None:
        return line
    asked = f"{limit}" if here == limit else f"{limit}, here {here}"
    return f"{line}  ({asked}: {'holds' if here.holds(value) else 'missed'})"
