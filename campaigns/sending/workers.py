"""Who sends, and which campaigns have something to send."""

import os
import socket
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from campaigns.models import Campaign, Delivery


def worker_name() -> str:
    """Never the same twice: a lease must tell a worker from the one that died before it."""
    return f"{socket.gethostname()[:20]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


def due_campaigns(now: datetime | None = None) -> list[int]:
    now = now or timezone.now()
    due = _waiting_rows().filter(campaign=OuterRef("pk"), not_before__lte=now)
    sending = Campaign.objects.filter(Exists(due), state=Campaign.State.SENDING)
    awake = sending.filter(Q(waits_until=None) | Q(waits_until__lte=now))
    return list(awake.order_by("frozen_at").values_list("pk", flat=True))


def campaigns_being_sent(*, but: Iterable[int]) -> list[int]:
    sending = Campaign.objects.filter(state=Campaign.State.SENDING).exclude(pk__in=but)
    return list(sending.values_list("pk", flat=True))


def next_full_minute(now: datetime) -> datetime:
    """When the next round begins."""
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def next_turn(campaign_id: int) -> datetime | None:
    """When something of it may leave next; None when nothing waits."""
    campaign = Campaign.objects.get(pk=campaign_id)
    if campaign.state != Campaign.State.SENDING:
        return None
    rows = _waiting_rows().filter(campaign=campaign)
    first: datetime | None = rows.aggregate(first=Min("not_before"))["first"]
    return first and max(first, campaign.waits_until or first)


def _waiting_rows() -> QuerySet[Delivery]:
    return Delivery.objects.filter(state__in=[Delivery.State.PENDING, Delivery.State.DEFERRED])
