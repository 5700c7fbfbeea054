"""Pause, resume and cancel a running campaign; the fence reads its state, so each acts at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.sending.queue import is_waited_for
from campaigns.sending.soft_failures import count_soft_failures
from campaigns.signals import campaign_finished

State = Campaign.State
BEFORE_START = (State.DRAFT, State.SUBMITTED, State.APPROVED, State.SCHEDULED)
RUNNING = (State.SENDING, State.PAUSED)
# What no byte has left for yet.
RECALLABLE = (Delivery.State.PENDING, Delivery.State.CLAIMED, Delivery.State.DEFERRED)
CANCEL_AT_ONCE = 10_000


def pause(campaign: Campaign, *, reason: str = "") -> bool:
    """False when it was not being sent. What was difficult before is no news any more."""
    fresh = {"paused_because": reason[:300], "difficulty": ""}
    return _move(campaign, (State.SENDING,), State.PAUSED, **fresh)


def resume(campaign: Campaign) -> bool:
    """False when it was not on pause. Who resumes what stopped by itself has seen why."""
    seen = campaign.failures_seen or bool(campaign.paused_because)
    fresh = {"paused_because": "", "difficulty": "", "recent_outcomes": ""}
    return _move(campaign, (State.PAUSED,), State.SENDING, **fresh, failures_seen=seen)


def cancel(campaign: Campaign) -> bool:
    """False when it was over already. What is being handed over at this moment still counts."""
    if not _move(campaign, (*BEFORE_START, *RUNNING), State.CANCELLED):
        return False
    cancel_rest(campaign)
    return True


def cancel_rest(campaign: Campaign) -> int:
    """Cancels the open rows of a cancelled campaign, in short transactions.

    It has ended once no mail is being handed over either.
    """
    rows = Delivery.objects.filter(campaign=campaign, state__in=Delivery.OPEN_STATES)
    cancelled = last = 0
    while ids := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CANCEL_AT_ONCE]
    ):
        cancelled += Delivery.objects.filter(pk__in=ids, state__in=RECALLABLE).update(
            state=Delivery.State.CANCELLED, settled_at=timezone.now(), owner="", lease_until=None
        )
        last = ids[-1]
    if not rows.exists():
        _end_cancelled(campaign.pk)
    return cancelled


def finish_cancelled(campaigns: QuerySet[Campaign]) -> None:
    """To be called once nothing is in hand: of those cancelled meanwhile nothing stays open."""
    for campaign in campaigns.filter(
        state=State.CANCELLED, frozen_at__isnull=False, ended_at=None
    ):
        cancel_rest(campaign)


@transaction.atomic
def _end_cancelled(campaign_id: int) -> None:
    ended = Campaign.objects.filter(
        pk=campaign_id, state=State.CANCELLED, ended_at=None, frozen_at__isnull=False
    ).update(ended_at=_last_settled_at(campaign_id))
    if ended:
        count_soft_failures(campaign_id)


def finish(campaign_id: int) -> bool:
    """Marks the campaign sent once no row is open; only one of all workers gets True."""
    if is_waited_for(Campaign.objects.get(pk=campaign_id)):
        return False
    with transaction.atomic():
        open_rows = Delivery.objects.filter(
            campaign_id=campaign_id, state__in=Delivery.OPEN_STATES
        )
        if open_rows.exists():
            return False
        finished = Campaign.objects.filter(pk=campaign_id, state=State.SENDING).update(
            state=State.SENT, ended_at=_last_settled_at(campaign_id), difficulty=""
        )
        if finished:
            count_soft_failures(campaign_id)
            campaign_finished.send(Campaign, campaign=Campaign.objects.get(pk=campaign_id))
    return bool(finished)


def _last_settled_at(campaign_id: int) -> datetime:
    rows = Delivery.objects.filter(campaign_id=campaign_id)
    return rows.aggregate(last=Max("settled_at"))["last"] or timezone.now()


def _move(
    campaign: Campaign, before: tuple[State, ...], after: State, **fields: str | bool
) -> bool:
    moved = Campaign.objects.filter(pk=campaign.pk, state__in=before).update(state=after, **fields)
    campaign.refresh_from_db()
    return bool(moved)
