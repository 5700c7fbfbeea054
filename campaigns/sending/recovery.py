"""What killed or stuck workers leave behind is brought back to a state that tells the truth."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from campaigns.models import Campaign, Delivery, SendingTurn
from campaigns.sending.control import finish, finish_cancelled

State = Delivery.State
Reason = Delivery.Reason


def recover(now: datetime | None = None) -> int:
    """Brings every row whose lease ran out back to a state that tells the truth. Once a minute."""
    now = now or timezone.now()
    expired = SendingTurn.objects.filter(lease_until__lt=now)
    brought_back = sum(_end(turn, now) for turn in expired)
    given_up = give_up_on_deferred(now)
    finish_cancelled(Campaign.objects.all())
    for campaign in Campaign.objects.filter(state=Campaign.State.SENDING):
        finish(campaign.pk)
    return brought_back + given_up


def give_up_on_deferred(now: datetime) -> int:
    too_old = now - timedelta(hours=settings.DEFERRED_FOR_HOURS)
    return Delivery.objects.filter(
        aside=Delivery.AGAIN,
        state=State.DEFERRED,
        claimed_at__lt=too_old,
        campaign__state=Campaign.State.SENDING,
    ).update(state=State.FAILED, reason=Reason.TOO_LONG, settled_at=now)


def _end(turn: SendingTurn, now: datetime) -> int:
    """The fence may have given some of its rows a later lease: then it is looked at again."""
    in_hand = Delivery.objects.filter(
        campaign=turn.campaign_id, owner=turn.owner, state__in=[State.CLAIMED, State.TRANSMITTING]
    )
    ids = list(in_hand.values_list("pk", flat=True))
    expired = Delivery.objects.filter(pk__in=ids, owner=turn.owner, lease_until__lt=now)
    released = expired.filter(state=State.CLAIMED).update(state=State.PENDING, owner="")
    doubtful = expired.filter(state=State.TRANSMITTING).update(
        state=State.UNKNOWN, reason=Reason.WORKER_LOST, lease_until=None, settled_at=now
    )
    if released + doubtful == len(ids):
        SendingTurn.objects.filter(pk=turn.pk, lease_until__lt=now).delete()
    return released + doubtful
