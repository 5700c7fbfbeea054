"""What each figure has to reach, by database; figures without a limit are told and no more."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    least: float | None = None
    most: float | None = None

    def holds(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )

    def __str__(self) -> str:
        return f"≥ {self.least:,.0f}" if self.least is not None else f"≤ {self.most:,.0f}"


ANY = {
    "import: XLSX, rows/s": Limit(least=2_000),
    "import: memory above an idle process, MB": Limit(most=100),
    "track: opens answered, hits/s": Limit(least=10_000),
    "track: the figures of its report, ms": Limit(most=300),
}
BY_DATABASE = {
    "postgresql": {
        "import: new people, rows/s": Limit(least=8_000),
        "segment: three conditions, ms": Limit(most=100),
        "track: taken in, hits/s": Limit(least=30_000),
    },
    "sqlite": {
        "import: new people, rows/s": Limit(least=6_000),
        "segment: three conditions, ms": Limit(most=300),
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
