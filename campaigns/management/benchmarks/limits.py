"""What each figure has to reach, by database; figures without a limit are told and no more."""

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
    return f"{value:,.0f}" if value == int(value) else f"{value:.3g}"


def share(rate: float, of: str, vendor: str) -> Limit:
    """Of the bare rate `of`, so that the machine it runs on cancels out."""
    return Limit(least=rate / THERE[vendor][of])


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
        "import: new people, share of the bare rate": share(8_000, "inserted", "postgresql"),
        "import: a plain list, rows/s": Limit(least=8_000),
        "import: a plain list, share of the bare rate": share(8_000, "inserted", "postgresql"),
        "segment: three conditions, ms": Limit(most=100),
        "plan: freezing, rows/s": Limit(least=100_000),
        "plan: freezing, share of the bare rate": share(100_000, "copied", "postgresql"),
        "plan: claimed, checked and marked, 500 a commit, rows/s": Limit(least=25_000),
        "plan: claimed, checked and marked, 500 a commit, share of the bare rate": share(
            25_000, "claimed", "postgresql"
        ),
        "track: taken in, hits/s": Limit(least=30_000),
        "track: taken in, share of the bare rate": share(30_000, "events", "postgresql"),
    },
    "sqlite": {
        "smtp-sink: ratio to smtp-source": Limit(least=0.7),
        "import: new people, rows/s": Limit(least=6_000),
        "import: new people, share of the bare rate": share(6_000, "inserted", "sqlite"),
        "import: a plain list, rows/s": Limit(least=6_000),
        "import: a plain list, share of the bare rate": share(6_000, "inserted", "sqlite"),
        "segment: three conditions, ms": Limit(most=300),
        "plan: freezing, rows/s": Limit(least=200_000),
        "plan: freezing, share of the bare rate": share(200_000, "copied", "sqlite"),
    },
}


def limit_of(figure: str, vendor: str) -> Limit | None:
    return (ANY | BY_DATABASE[vendor]).get(figure)


def told(figure: str, value: float, vendor: str) -> str:
    """One line: the figure, and whether it keeps to its limit."""
    limit = limit_of(figure, vendor)
    line = f"{value:>14,.2f}  {figure}"
    if limit is None:
        return line
    return f"{line}  ({limit}: {'holds' if limit.holds(value) else 'missed'})"
