"""How a list grew, month by month: who joined, who left, how many there were at its end."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from campaigns.models import Newsletter, Subscription


@dataclass(frozen=True)
class Month:
    began_on: date
    joined: int
    left: int
    subscribers: int


def growth(newsletter: Newsletter | None = None, *, today: date | None = None) -> list[Month]:
    """From the first subscription to the present month; months without news included.

    Subscriptions, so that somebody with two newsletters counts twice when all are asked for.
    """
    rows = Subscription.objects.filter(confirmed_at__isnull=False)
    if newsletter is not None:
        rows = rows.filter(newsletter=newsletter)
    joined = _by_month(rows, "confirmed_at")
    left = _by_month(rows.filter(state=Subscription.State.UNSUBSCRIBED), "unsubscribed_at")
    if not joined:
        return []
    months, standing = [], 0
    for month in _months(min(joined), today or timezone.localdate()):
        standing += joined.get(month, 0) - left.get(month, 0)
        months.append(Month(month, joined.get(month, 0), left.get(month, 0), standing))
    return months


def _by_month(rows, field: str) -> dict[date, int]:  # type: ignore[no-untyped-def]
    counted = rows.filter(**{f"{field}__isnull": False}).values_list(TruncMonth(field))
    return {_day(month): number for month, number in counted.annotate(Count("pk")).order_by()}


def _day(month: datetime) -> date:
    return timezone.localdate(month)


def _months(first: date, last: date) -> list[date]:
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(begin, end + 1)]
