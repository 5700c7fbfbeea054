"""Remembers what came back, so that the same news, from whichever door, counts once."""

from datetime import datetime

from campaigns.models import BounceClass, Delivery, Event, SeenNotice
from campaigns.tracking.tallies import count_departure
from crm.addresses import address_hash, normalise_address


def note(
    key: str,
    kind: str,
    *,
    at: datetime,
    delivery: Delivery | None = None,
    address: str = "",
    bounce_class: str = BounceClass.NONE,
    status: str = "",
) -> bool:
    """False when it was known already; to be called in the transaction that acts on it."""
    _notice, is_new = SeenNotice.objects.get_or_create(
        key=key[:64],
        defaults={
            "kind": kind,
            "bounce_class": bounce_class,
            "status": status[:12],
            "delivery": delivery,
            "address_hash": address_hash(normalise_address(address)) if address else "",
            "at": at,
        },
    )
    return is_new


def record_event(kind: str, delivery: Delivery, at: datetime) -> None:
    """One per delivery and kind, at the earliest minute told, whatever the order they come in.

    To be called in a transaction.
    """
    # Two reports at once must not both find that there is no event yet. No key of the row
    # changes: a departure through the website, which refers to it, need not wait.
    Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    at = at.replace(second=0, microsecond=0)
    event, is_new = Event.objects.get_or_create(
        kind=kind, campaign_id=delivery.campaign_id, delivery=delivery, defaults={"at": at}
    )
    if is_new:
        count_departure(delivery.campaign_id, kind)
    elif at < event.at:
        event.at = at
        event.save(update_fields=["at"])
