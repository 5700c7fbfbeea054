"""What left before there was a limit: a limit that is set counts from the mails of its period on,
not from nothing. The ledger tells them, by the minute.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMinute
from django.utils import timezone

from campaigns.models import Campaign, Delivery, SendingPace
from campaigns.models.pace import EVERY_OTHER
from campaigns.sending.pace import buckets
from campaigns.sending.pace.buckets import DAY, MINUTE, Limit
from campaigns.sending.pace.plan import recipient_limits, transport_limits, warm_up

State = Delivery.State
LEFT = (State.ACCEPTED, State.FAILED, State.UNKNOWN)


@transaction.atomic
def count_what_left(pace: SendingPace, now: datetime | None = None) -> None:
    """For each limit that has counted nothing yet. A minute's limit is over before it matters, and
    the domains that share none (`*`) are too many to ask for."""
    now = now or timezone.now()
    chosen = {limit: rows for limit, rows in _limits(pace, now) if limit.period > MINUTE}
    tokens = buckets.lock(chosen, now)
    for limit, rows in chosen.items():
        if tokens[limit].taken:
            continue
        since = now - timedelta(seconds=limit.period)
        minutes = rows.filter(settled_at__gt=since).annotate(minute=TruncMinute("settled_at"))
        for minute, number in minutes.values_list("minute").annotate(Count("pk")):
            tokens[limit].count(number, at=minute)
    buckets.keep(tokens.values())


def _limits(pace: SendingPace, now: datetime) -> Iterator[tuple[Limit, QuerySet[Delivery]]]:
    """Each with the mails it is about."""
    lately = Campaign.objects.filter(frozen_at__isnull=False).filter(
        Q(ended_at=None) | Q(ended_at__gt=now - timedelta(seconds=DAY))
    )
    mails = Delivery.objects.filter(campaign__in=lately, state__in=LEFT, attempts__gt=0).order_by()
    for limit in transport_limits(pace, now).values():
        yield limit, mails
    for plan in pace.warm_ups.all():
        for limit in warm_up([plan], now).values():
            theirs = lately.filter(newsletter__sender_email__iendswith=f"@{plan.domain}")
            yield limit, mails.filter(campaign__in=theirs)
    for row in pace.recipients.exclude(domains=EVERY_OTHER):
        addressed = Q()
        for domain in row.domains.split():
            addressed |= Q(address__endswith=f"@{domain}")
        for limit in recipient_limits(row, row.domains):
            yield limit, mails.filter(addressed)
