"""Acts on the events of mail providers, in Anymail's vocabulary. Cheap, and twice is as once.

Their word for hard or soft counts where the server's own reply does not tell.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction
from django.utils import timezone

from campaigns.inbox.clues import bare_in, sealed_in
from campaigns.inbox.codes import class_of_words, judge
from campaigns.inbox.matching import find_by_address, find_delivery
from campaigns.inbox.notices import Clues, Kind
from campaigns.inbox.parts import printable
from campaigns.models import BounceClass, Delivery
from campaigns.subscriptions import unsubscribe
from campaigns.tracking.bounces import record_bounce
from campaigns.tracking.complaints import record_complaint
from campaigns.tracking.evidence import settle_doubts
from campaigns.tracking.notices import note
from campaigns.tracking.unsubscriptions import record_unsubscription
from crm.models import Consent

# What campaigns/sending/transports/anymail puts into the metadata of each mail.
METADATA_KEY = "delivery"
REPLY_LENGTH = 300
KINDS = {
    EventType.DELIVERED: Kind.DELIVERED,
    EventType.BOUNCED: Kind.BOUNCE,
    EventType.REJECTED: Kind.REFUSED,
    EventType.FAILED: Kind.REFUSED,
    EventType.COMPLAINED: Kind.COMPLAINT,
    EventType.UNSUBSCRIBED: Kind.UNSUBSCRIBE,
}
# https://developers.brevo.com/docs/transactional-webhooks: Anymail knows its older name alone.
KINDS_BY_WORD = {"unsubscribed": Kind.UNSUBSCRIBE}
# A provider that refuses says why it keeps the address: news that we had missed.
REFUSALS = {
    RejectReason.SPAM: Kind.COMPLAINT,
    RejectReason.UNSUBSCRIBED: Kind.UNSUBSCRIBE,
}
HARD, SOFT, POLICY = BounceClass.HARD, BounceClass.SOFT, BounceClass.POLICY

# https://developers.brevo.com/docs/transactional-webhooks, https://postmarkapp.com/developer/api/
# bounce-api, https://dev.mailjet.com/email/guides/webhooks/, https://docs.aws.amazon.com/ses/latest/
# dg/notification-contents.html, https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/
# event, https://documentation.mailgun.com/docs/mailgun/user-manual/events,
# https://resend.com/docs/dashboard/emails/email-bounces
WORDS = {
    "hard_bounce": HARD,
    "invalid_email": HARD,
    "soft_bounce": SOFT,
    "HardBounce": HARD,
    "BadEmailAddress": HARD,
    "SoftBounce": SOFT,
    "VirusNotification": POLICY,
    "user unknown": HARD,
    "invalid domain": HARD,
    "no mail host": HARD,
    "typofix": HARD,
    "mailbox inactive": SOFT,
    "quota exceeded": SOFT,
    "Permanent": HARD,
    "Transient": SOFT,
    "Undetermined": SOFT,
    "ContentRejected": POLICY,
    "AttachmentRejected": POLICY,
    "MessageTooLarge": POLICY,
    "suppress-bounce": HARD,
    "activity.hard_bounced": HARD,
    "activity.soft_bounced": SOFT,
}
PLACES: tuple[Callable[[Any], Any], ...] = (
    lambda said: said["bounce"]["bounceSubType"],
    lambda said: said["bounce"]["bounceType"],
    lambda said: said["data"]["bounce"]["type"],
    lambda said: said["event-data"]["reason"],
    lambda said: said["error"],
    lambda said: said["Type"],
    lambda said: said["SuppressionReason"],
    lambda said: said["event"],
    lambda said: said["type"],
)


def take_event(event: AnymailTrackingEvent, provider: str) -> bool:
    """False when it was known or changes nothing."""
    kind = _kind_of(event)
    if kind is None:
        return False
    delivery = _delivery_of(event)
    if delivery is None or (kind is Kind.DELIVERED and not _is_doubtful(delivery)):
        return False
    at = min(event.timestamp or timezone.now(), timezone.now())
    bounce_class, status = classify(event) if kind is Kind.BOUNCE else (BounceClass.NONE, "")
    with transaction.atomic():
        is_new = note(
            _key(event, provider),
            kind,
            at=at,
            delivery=delivery,
            address=delivery.address,
            bounce_class=bounce_class,
            status=status,
        )
        if is_new:
            _act_on(event, kind, bounce_class, delivery, at)
            settle_doubts(delivery.pk)
    return is_new


def _kind_of(event: AnymailTrackingEvent) -> Kind | None:
    said = event.esp_event
    if event.event_type != EventType.UNKNOWN or not isinstance(said, dict):
        return KINDS.get(event.event_type)
    return KINDS_BY_WORD.get(str(said.get("event")))


def _act_on(
    event: AnymailTrackingEvent, kind: Kind, bounce_class: str, delivery: Delivery, at: datetime
) -> None:
    reply = printable(event.mta_response or event.description or "")[:REPLY_LENGTH]
    if kind is Kind.REFUSED:
        bounce_class = _class_of_refusal(event)
    if kind in (Kind.BOUNCE, Kind.REFUSED):
        record_bounce(delivery.address, bounce_class, at=at, delivery=delivery, reply=reply)
    meaning = REFUSALS.get(event.reject_reason, kind) if kind is Kind.REFUSED else kind
    if meaning is Kind.COMPLAINT:
        record_complaint(delivery, at=at)
    if meaning is Kind.UNSUBSCRIBE:
        _leave(delivery, at)


def _leave(delivery: Delivery, at: datetime) -> None:
    """Counted for this mail even when a complaint took the person off the list just before."""
    record_unsubscription(delivery, at=at)
    if delivery.subscriber is not None:
        unsubscribe(delivery.subscriber, delivery.campaign.newsletter, source=Consent.Source.LINK)


def classify(event: AnymailTrackingEvent) -> tuple[BounceClass, str]:
    """A status in the server's reply decides; then the provider; words that blame us excuse."""
    reply = f"{event.mta_response or ''} {event.description or ''}"
    word = _word_of(event.esp_event) or BounceClass.SOFT
    bounce_class, status = judge("", reply, otherwise=word)
    if status:
        return bounce_class, status
    return (POLICY if class_of_words(reply) is POLICY else word), ""


def _class_of_refusal(event: AnymailTrackingEvent) -> BounceClass:
    """Providers refuse whom they know to be gone; all other refusals blame us."""
    gone = event.reject_reason in (RejectReason.INVALID, RejectReason.BOUNCED)
    return HARD if gone else POLICY


def _word_of(said: Any) -> BounceClass | None:
    """Anymail calls every bounce a bounce: how hard it is stands in the provider's own fields."""
    for place in PLACES:
        try:
            word = WORDS.get(place(said))
        except (KeyError, TypeError, IndexError):
            continue
        if word is not None:
            return word
    if isinstance(said, dict) and "hard_bounce" in said:
        return HARD if said["hard_bounce"] else SOFT
    return None


def _is_doubtful(delivery: Delivery) -> bool:
    return delivery.state != Delivery.State.ACCEPTED


def _delivery_of(event: AnymailTrackingEvent) -> Delivery | None:
    number = str((event.metadata or {}).get(METADATA_KEY, ""))
    metadata = [int(number)] if number.isdecimal() and len(number) < 19 else []
    identifier = event.message_id or ""
    clues = Clues(deliveries=(*metadata, *sealed_in(identifier)), message_ids=bare_in(identifier))
    found = find_delivery(clues, [event.recipient] if event.recipient else [])
    if found is None and event.recipient and "@" in event.recipient:
        return find_by_address(event.recipient, timezone.now())
    return found


def _key(event: AnymailTrackingEvent, provider: str) -> str:
    """One report of Amazon's may speak of several people under one id; Brevo gives no id."""
    named = event.event_id or f"{event.message_id} {event.timestamp}"
    parts = [provider, str(named), event.event_type, event.recipient or ""]
    return "esp:" + blake2b("\n".join(parts).encode(), digest_size=24).hexdigest()
