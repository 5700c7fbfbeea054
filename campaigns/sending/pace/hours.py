"""Hours in which nothing leaves, on the local clock and right on the nights it is changed.

A span is two moments, not two readings of the clock: quiet until 02:30 ends when the clock first
shows 02:30, though it shows it twice in autumn; in spring, when 02:30 never comes, at 03:00.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils import timezone

A_DAY = timedelta(days=1)
DAYS_LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class Closing:
    """Nothing leaves from `begins` to `ends`, every day; past midnight when it ends earlier."""

    code: str
    begins: time
    ends: time

    def until(self, now: datetime, zone: tzinfo) -> datetime | None:
        """When the span that holds this moment ends; None when none does."""
        today = now.astimezone(zone).date()
        for day in (today - A_DAY, today):
            last_day = day + A_DAY if self.ends <= self.begins else day
            if moment(day, self.begins, zone) <= now < (end := moment(last_day, self.ends, zone)):
                return end
        return None


def moment(day: date, clock: time, zone: tzinfo) -> datetime:
    """The first at which the local clock shows this time on this day, or a later one."""
    naive = datetime.combine(day, clock)
    after = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if after.astimezone(zone).replace(tzinfo=None) == naive:
        return after
    before = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _jump(before, after, zone)


def _jump(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The second at which the clock is put forward, between two moments around it."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def opening(
    closings: Sequence[Closing], now: datetime, zone: tzinfo | None = None
) -> tuple[datetime, str]:
    """When mails may leave, from `now` on, and what keeps them until then ("" when nothing does).

    Closings that leave no hour free are looked at for a few days, then asked again.
    """
    zone = zone or timezone.get_default_timezone()
    at, code = now, ""
    while at < now + DAYS_LOOKED_AT * A_DAY:
        ends = [(end, each.code) for each in closings if (end := each.until(at, zone))]
        if not ends:
            break
        at, code = max(ends)
    return at, code


def closes_at(
    closings: Sequence[Closing], now: datetime, zone: tzinfo | None = None
) -> datetime | None:
    """When the next span begins; None when there is none."""
    zone = zone or timezone.get_default_timezone()
    today = now.astimezone(zone).date()
    begins = [
        moment(today + number * A_DAY, each.begins, zone)
        for each in closings
        for number in (0, 1, 2)
    ]
    return min((at for at in begins if at > now), default=None)


def leaves_time(closings: Sequence[Closing], now: datetime) -> bool:
    return opening(closings, now)[0] < now + 2 * A_DAY
