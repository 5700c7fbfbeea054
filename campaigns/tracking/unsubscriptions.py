"""Notes in a campaign's figures that somebody left through its mail. Leaving itself is above."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from campaigns.models import Delivery, Event
from campaigns.tracking.notices import record_event


def record_unsubscription(delivery: Delivery, *, at: datetime | None = None) -> None:
    """Counts once per delivery, however often the link is used."""
    with transaction.atomic():
        record_event(Event.Kind.UNSUBSCRIPTION, delivery, at or timezone.now())
