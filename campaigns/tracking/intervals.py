"""How sure a rate is: the Wilson score interval, which stays honest for small numbers."""

from dataclasses import asdict, dataclass
from math import sqrt

Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Rate:
    """`value`, `low` and `high` lie between 0 and 1; all three are None when n is 0."""

    value: float | None
    low: float | None
    high: float | None
    n: int

    def as_json(self) -> dict[str, float | int | None]:
        return asdict(self)


def wilson(successes: int, n: int) -> Rate:
    """The 95 % interval of Wilson (1927), JASA 22, pp. 209–212."""
    if n == 0:
        return Rate(None, None, None, 0)
    share, z2 = successes / n, Z_95 * Z_95
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return Rate(round(share, 4), round(low, 4), round(high, 4), n)
