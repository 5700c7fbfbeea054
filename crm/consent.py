"""Who agreed to what: adds acts to the ledger, keeps the wordings, and says whom we may mail."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from crm import journal
from crm.models import Consent, ConsentWording, Subscriber, TrackingChoice
from crm.suppression import is_suppressed

OPEN_TRACKING = "open_tracking"
CLICK_TRACKING = "click_tracking"
TRACKING_PURPOSES = (OPEN_TRACKING, CLICK_TRACKING)

CHOICE_OF_ACT = {
    Consent.Act.GRANTED: TrackingChoice.GRANTED,
    Consent.Act.REFUSED: TrackingChoice.REFUSED,
    Consent.Act.WITHDRAWN: TrackingChoice.REFUSED,
}


def newsletter_purpose(slug: str) -> str:
    return f"newsletter:{slug}"


@transaction.atomic
def record_consent(
    subscriber: Subscriber,
    *,
    purpose: str,
    act: str,
    source: str,
    wording: ConsentWording | None = None,
    proof: str = "",
    at: datetime | None = None,
) -> Consent:
    """Adds the row and, for tracking, moves the subscriber's choice in the same transaction."""
    row = Consent.objects.create(
        subscriber=subscriber,
        purpose=purpose,
        act=act,
        wording=wording,
        source=source,
        proof=proof[:300],
        given_at=at or timezone.now(),
    )
    _note(row)
    choice = CHOICE_OF_ACT.get(Consent.Act(act))
    if purpose in TRACKING_PURPOSES and choice is not None:
        setattr(subscriber, purpose, choice)
        subscriber.save(update_fields=[purpose])
    return row


def record_withdrawals(
    subscribers: Sequence[Subscriber], *, purpose: str, source: str, proof: str
) -> None:
    """Of many at once; the caller moves what they choose."""
    now = timezone.now()
    Consent.objects.bulk_create(
        Consent(
            subscriber=subscriber,
            purpose=purpose,
            act=Consent.Act.WITHDRAWN,
            source=source,
            proof=proof[:300],
            given_at=now,
        )
        for subscriber in subscribers
    )
    hashes = [subscriber.address_hash for subscriber in subscribers]
    journal.note_departures(hashes, Consent.Act.WITHDRAWN, purpose=purpose, source=source)


def _note(row: Consent) -> None:
    details = {"purpose": row.purpose, "source": row.source}
    if row.act in (Consent.Act.WITHDRAWN, Consent.Act.REFUSED):
        journal.note_departure(row.subscriber.address_hash, row.act, **details)
    elif row.act == Consent.Act.GRANTED:
        journal.note_return(row.subscriber.address_hash, row.act, **details)


def latest_act(subscriber: Subscriber, purpose: str) -> Consent | None:
    return subscriber.consents.filter(purpose=purpose).order_by("-given_at", "-pk").first()


def may_mail(subscriber: Subscriber, purpose: str, *, on: date | None = None) -> bool:
    """The last act for this purpose is an agreement, and neither exclusion nor pause forbids."""
    paused_until = subscriber.paused_until
    if paused_until is not None and paused_until > (on or timezone.localdate()):
        return False
    last = latest_act(subscriber, purpose)
    agreed = last is not None and last.act == Consent.Act.GRANTED
    return agreed and not is_suppressed(subscriber.address)


def keep_wording(purpose: str, language: str, text: str) -> ConsentWording:
    """The row of this very sentence: the latest version, or a new one when the text changed."""
    versions = ConsentWording.objects.filter(purpose=purpose, language=language)
    latest = versions.order_by("-version").first()
    if latest is not None and latest.text == text:
        return latest
    version = latest.version + 1 if latest else 1
    wording, _created = ConsentWording.objects.get_or_create(
        purpose=purpose, version=version, language=language, defaults={"text": text}
    )
    return wording
