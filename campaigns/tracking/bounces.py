"""What a bounce does: an event for its campaign, and an exclusion when the address deserves it.

Hard excludes at once, soft when it goes on, policy never (RFC 3463; docs/operations.md).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from campaigns.models import BounceClass, Delivery, Event, SeenNotice
from campaigns.tracking.notices import record_event
from crm.addresses import address_hash
from crm.models import Suppression
from crm.suppression import suppress

WINDOW = timedelta(days=90)
# A mail that nobody sent back for so long has arrived (RFC 5321, section 4.5.4.1).
ARRIVED_AFTER = timedelta(days=5)


def record_bounce(
    address: str,
    bounce_class: str,
    *,
    at: datetime,
    delivery: Delivery | None = None,
    reply: str = "",
) -> None:
    """The caller has noted it first (tracking.notices.note), in the same transaction."""
    if delivery is not None:
        record_event(Event.Kind.BOUNCE, delivery, at)
    if not address:
        return
    if bounce_class == BounceClass.HARD:
        suppress(address, Suppression.Reason.HARD_BOUNCE, reply)
    elif bounce_class == BounceClass.SOFT and has_bounced_too_often(address):
        suppress(address, Suppression.Reason.SOFT_BOUNCES, reply)


def has_bounced_too_often(address: str, now: datetime | None = None) -> bool:
    return soft_score(address, now or timezone.now()) >= settings.SOFT_BOUNCES_BEFORE_EXCLUSION


def soft_score(address: str, now: datetime) -> int:
    """Up one for each soft bounce of the window, down one for each mail that got through.

    It depends on what is known, not on the order in which it became known.
    """
    bounces = SeenNotice.objects.filter(
        address_hash=address_hash(address),
        kind=SeenNotice.Kind.BOUNCE,
        bounce_class=BounceClass.SOFT,
        at__gt=now - WINDOW,
    )
    arrived = Delivery.objects.filter(
        address=address,
        state=Delivery.State.ACCEPTED,
        settled_at__gt=now - WINDOW,
        settled_at__lt=now - ARRIVED_AFTER,
        notices=None,
    )
    steps = [(at, 1) for at in bounces.values_list("at", flat=True)]
    steps += [(at, -1) for at in arrived.values_list("settled_at", flat=True) if at]
    score = 0
    for _at, step in sorted(steps):
        score = max(0, score + step)
    return score
