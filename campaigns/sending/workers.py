"""Who sends, and which campaigns have something to send."""

import os
import socket
import threading
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.sending.queue import is_due, next_due


def worker_name() -> str:
    """Never the same twice: a lease must tell a worker from the one that died before it."""
    return f"{socket.gethostname()[:20]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


@dataclass
class Turn:
    """`allowed`: this process may send the campaign by one thread more, of SEND_WORKERS.
    `is_wanted`, once it is over: another was refused meanwhile, and what it came for may wait."""

    allowed: bool
    is_wanted: bool = False


_turns: Counter[int] = Counter()
_refused: set[int] = set()
_change = threading.Lock()


@contextmanager
def turn_at(campaign_id: int) -> Iterator[Turn]:
    with _change:
        turn = Turn(allowed=_turns[campaign_id] < settings.SEND_WORKERS)
        _turns[campaign_id] += turn.allowed
        if not turn.allowed:
            _refused.add(campaign_id)
    try:
        yield turn
    finally:
        with _change:
            _turns[campaign_id] -= turn.allowed
            if turn.allowed:
                turn.is_wanted = campaign_id in _refused
                _refused.discard(campaign_id)


def due_campaigns(now: datetime | None = None) -> list[int]:
    now = now or timezone.now()
    sending = Campaign.objects.filter(state=Campaign.State.SENDING)
    awake = sending.filter(Q(waits_until=None) | Q(waits_until__lte=now)).order_by("frozen_at")
    return [campaign.pk for campaign in awake if is_due(campaign, now)]


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
    first = next_due(campaign, timezone.now())
    return first and max(first, campaign.waits_until or first)
