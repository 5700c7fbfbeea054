"""What a complaint does: off the newsletter it came by, and never mailed again."""

from datetime import datetime

from campaigns.models import Delivery, Event, Newsletter
from campaigns.subscriptions import unsubscribe
from campaigns.tracking.notices import record_event
from crm.models import Consent, Suppression
from crm.suppression import suppress


def record_complaint(delivery: Delivery, *, at: datetime) -> None:
    """Any number of times: one event, one departure, one exclusion."""
    record_event(Event.Kind.COMPLAINT, delivery, at)
    if delivery.subscriber is not None:
        newsletter: Newsletter = delivery.campaign.newsletter
        unsubscribe(delivery.subscriber, newsletter, source=Consent.Source.COMPLAINT)
    if delivery.address:
        suppress(delivery.address, Suppression.Reason.COMPLAINT)
