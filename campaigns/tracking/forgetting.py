"""Forgets who opened and clicked, by whole months, once that is older than HITS_KEPT_MONTHS.

Totals stay as they were counted, and so does who left, complained or could not be reached.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from campaigns.models import Campaign
from campaigns.tracking.audiences import count_audiences
from campaigns.tracking.partitions import forget_before, hits_before, month_of
from campaigns.tracking.tallies import close, lock


def limit(now: datetime) -> datetime | None:
    """The first moment whose hits are kept; None when all are."""
    months = settings.HITS_KEPT_MONTHS
    return month_of(now, -months) if months else None


def count_due(now: datetime) -> int:
    """How many hits `forget_old_hits` would take away."""
    until = limit(now)
    return hits_before(until).count() if until else 0


def forget_old_hits(now: datetime) -> int:
    """To be called every day; returns how many went. Killed at any point, the next one goes on."""
    until = limit(now)
    if until is None:
        return 0
    _close_letters(until)
    return forget_before(until)


def _close_letters(until: datetime) -> None:
    """Counted a last time, before anything is taken away."""
    old = Campaign.objects.filter(began_at__lt=until, tally__hits_forgotten_at=None)
    numbers = list(old.order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        with transaction.atomic():
            lock([number])
    if numbers:
        count_audiences()
    for number in numbers:
        close(number)
