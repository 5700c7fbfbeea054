"""How many times the press spoke of the network: mentions listed one by one, and counts bought.

An agency's count covers a period, so a mention listed within that period is taken as one of those
it counted. Mentions outside every period are added. That way nothing counts twice.
"""

import datetime as dt
from collections.abc import Iterable

from crm.models import PressCount, PressMention


def press_mentions(year: int) -> int:
    mentions, _about_teams = _totals(year)
    return mentions


def share_about_teams(year: int) -> float | None:
    """Between 0 and 1; None when nothing was counted."""
    mentions, about_teams = _totals(year)
    return round(about_teams / mentions, 3) if mentions else None


def _totals(year: int) -> tuple[int, int]:
    counts = list(PressCount.objects.filter(ended_on__year=year))  # none spans two years
    listed = list(
        PressMention.objects.filter(published_on__year=year).values_list(
            "published_on", "about_teams"
        )
    )
    loose = [about for day, about in listed if not _covered(day, counts)]
    covered = [about for day, about in listed if _covered(day, counts)]
    mentions = max(sum(count.mentions for count in counts), len(covered))
    about_teams = max(sum(count.mentions_about_teams for count in counts), sum(covered))
    return mentions + len(loose), about_teams + sum(loose)


def _covered(day: dt.date, counts: Iterable[PressCount]) -> bool:
    return any(count.started_on <= day <= count.ended_on for count in counts)
