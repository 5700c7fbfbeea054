"""What killed or stuck workers leave behind is brought back to a state that tells the truth."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.sending.control import cancel_rest, finish

State = Delivery.State
Reason = Delivery.Reason


def recover(now: datetime | None = None) -> int:
    """Brings every row whose lease ran out back to a state that tells the truth. Once a minute."""
    now = now or timezone.now()
    expired = Delivery.objects.filter(lease_until__lt=now)
    released = expired.filter(state=State.CLAIMED).update(
        state=State.PENDING, owner="", lease_until=None
    )
    doubtful = expired.filter(state=State.TRANSMITTING).update(
        state=State.UNKNOWN, reason=Reason.WORKER_LOST, lease_until=None, settled_at=now
    )
    given_up = give_up_on_deferred(now)
    for campaign in Campaign.objects.filter(
        state=Campaign.State.CANCELLED, deliveries__state__in=Delivery.OPEN_STATES
    ).distinct():
        cancel_rest(campaign)
    for campaign in Campaign.objects.filter(state=Campaign.State.SENDING):
        finish(campaign.pk)
    return released + doubtful + given_up


def give_up_on_deferred(now: datetime) -> int:
    too_old = now - timedelta(hours=settings.DEFERRED_FOR_HOURS)
    return Delivery.objects.filter(
        state=State.DEFERRED, claimed_at__lt=too_old, campaign__state=Campaign.State.SENDING
    ).update(state=State.FAILED, reason=Reason.TOO_LONG, settled_at=now)
