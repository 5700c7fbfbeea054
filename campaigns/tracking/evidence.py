"""Settles deliveries in doubt by what came back about them. Nobody is mailed again for it."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from campaigns.models import CampaignTally, Delivery, SeenNotice

State, Reason = Delivery.State, Delivery.Reason
Kind = SeenNotice.Kind

# Whatever a server or a reader sends back about a mail, the mail had left.
HAD_LEFT = (Kind.DELIVERED, Kind.BOUNCE, Kind.COMPLAINT, Kind.UNSUBSCRIBE)
IN_DOUBT = Q(state=State.UNKNOWN)
TOLD_REFUSED = Q(state=State.FAILED, reason=Reason.REPORTED)
FRESH = timedelta(days=1)


def settle_doubts(*delivery_ids: int) -> int:
    """These, or all that yesterday's news is about: it may come before the doubt does.

    Having left outweighs having been refused, whichever came first.
    """
    told = SeenNotice.objects.filter(seen_at__gt=timezone.now() - FRESH)
    left = _settle(State.ACCEPTED, IN_DOUBT | TOLD_REFUSED, told, HAD_LEFT, delivery_ids)
    return left + _settle(State.FAILED, IN_DOUBT, told, (Kind.REFUSED,), delivery_ids)


def _settle(
    state: str,
    where: Q,
    told: QuerySet[SeenNotice],
    kinds: tuple[Kind, ...],
    delivery_ids: tuple[int, ...],
) -> int:
    told = told.filter(kind__in=kinds, delivery__isnull=False)
    if delivery_ids:
        told = told.filter(delivery__in=delivery_ids)
    chosen = Delivery.objects.filter(where, pk__in=told.values("delivery"))
    found = dict(chosen.values_list("pk", "campaign"))
    if not found:
        return 0
    # Their audiences are counted again: who failed counted as failed there.
    CampaignTally.objects.filter(pk__in=set(found.values())).update(audience_counted_at=None)
    return Delivery.objects.filter(where, pk__in=found).update(
        state=state, reason=Reason.REPORTED, owner="", settled_at=timezone.now()
    )
