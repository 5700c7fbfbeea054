"""The first 48 hours as a line to draw: server-made, so that paper and screen show the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.tracking.statistics import HourOfHits

WIDTH, HEIGHT = 720, 180
HOURS_BETWEEN_MARKS = 6


@dataclass(frozen=True)
class Mark:
    x: float
    at: datetime


@dataclass(frozen=True)
class Curve:
    """Points of two SVG polylines in a box of WIDTH × HEIGHT; `top` is what its height means."""

    opens: str
    clicks: str
    top: int
    marks: list[Mark]
    hours: Sequence[HourOfHits]
    width: int = WIDTH
    height: int = HEIGHT


def curve(hours: Sequence[HourOfHits]) -> Curve | None:
    """None while there is nothing to draw."""
    top = round_up(max((max(hour.opens, hour.clicks) for hour in hours), default=0))
    if not top:
        return None
    step = WIDTH / max(len(hours) - 1, 1)

    def points(numbers: list[int]) -> str:
        return " ".join(
            f"{place * step:.1f},{HEIGHT * (1 - number / top):.1f}"
            for place, number in enumerate(numbers)
        )

    return Curve(
        opens=points([hour.opens for hour in hours]),
        clicks=points([hour.clicks for hour in hours]),
        top=top,
        marks=[
            Mark(round(place * step, 1), hour.began_at)
            for place, hour in enumerate(hours)
            if place % HOURS_BETWEEN_MARKS == 0
        ],
        hours=hours,
    )


def round_up(number: int) -> int:
    """To one leading digit of 1, 2 or 5, so that an axis is easy to read: 37 is 50."""
    power = 1
    while number > 0:
        for digit in (1, 2, 5):
            if number <= digit * power:
                return digit * power
        power *= 10
    return 0
