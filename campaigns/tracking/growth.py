"""How a list grew, month by month: who joined, who left, how many there were at its end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from campaigns.models import Newsletter, PastSubscription, Subscription


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
    letters = {"newsletter__isnull": False} if newsletter is None else {"newsletter": newsletter}
    rows = Subscription.objects.filter(confirmed_at__isnull=False, **letters)
    past = PastSubscription.objects.filter(**letters)
    joined = _by_month(rows, "confirmed_at") + _by_month(past, "joined_on")
    left = _by_month(rows, "unsubscribed_at") + _by_month(past, "left_on")
    if not joined:
        return []
    months, standing = [], 0
    for month in _months(min(joined), today or timezone.localdate()):
        standing += joined[month] - left[month]
        months.append(Month(month, joined[month], left[month], standing))
    return months


def eventful(months: Sequence[Month]) -> list[Month]:
    """Those in which somebody joined or left, and the present one."""
    return [month for month in months if month.joined or month.left or month is months[-1]]


def _by_month(rows: QuerySet, field: str) -> Counter[date]:
    month = TruncMonth(field, output_field=DateField())
    counted = rows.filter(**{f"{field}__isnull": False}).values_list(month)
    return Counter(dict(counted.annotate(Count("pk")).order_by()))


def _months(first: date, last: date) -> list[date]:
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(begin, end + 1)]
