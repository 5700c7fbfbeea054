"""Changing one's address: asked on the preference page, confirmed at the new one, where every
choice follows. The former address is told, and may take it back: letters get forwarded.
Of it stays a keyed hash, so that no old file brings it back.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from campaigns.letters import queue_address_taken, queue_move, queue_moved
from campaigns.models import AddressChange, Subscription
from campaigns.sending.readdressing import note_move
from campaigns.subscriptions import is_known
from crm.addresses import check_address, normalise_address
from crm.consent import newsletter_purpose, record_consent
from crm.models import Consent, Subscriber
from crm.suppression import (
    Reason,
    is_excluded_by_team,
    is_suppressed,
    lift,
    suppress,
    suppression_of,
)

MOVE_WITHIN = timedelta(days=7)
ASKED_AT_MOST = 3  # in a day: a forwarded letter must not become a way to mail strangers
PROOF = "/address/"


@transaction.atomic
def ask_to_move(subscriber: Subscriber, email: str) -> AddressChange | None:
    """Mails the new address; the page says the same whoever reads mail there.

    None when nothing may come of it. Raises ValidationError on a malformed address.
    """
    email = check_address(email)
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    asked = subscriber.address_changes.filter(asked_at__gt=timezone.now() - timedelta(days=1))
    if asked.count() >= ASKED_AT_MOST or is_excluded_by_team(email):
        return None
    change = AddressChange.objects.create(subscriber=subscriber, email=email)
    other = _who_reads(email)
    if other is not None:
        queue_address_taken(other)
    else:
        queue_move(change)
    return change


@transaction.atomic
def move(change: AddressChange) -> bool:
    """False when it is made already, or the address has become that of somebody else."""
    subscriber = _lock(change)
    if not may_move(change):
        return False
    former, is_mailable = subscriber.email, not is_suppressed(subscriber.address)
    _readdress(subscriber, change.email)
    change.former_email, change.made_at = former, timezone.now()
    change.save(update_fields=["former_email", "made_at"])
    subscriber.address_changes.filter(made_at=None).delete()
    if is_mailable:
        queue_moved(change)
    return True


@transaction.atomic
def move_back(change: AddressChange) -> bool:
    """From the former address; False when it is done, or too late."""
    subscriber = _lock(change)
    if not may_move_back(change):
        return False
    _readdress(subscriber, change.former_email)
    change.delete()
    return True


def may_move(change: AddressChange) -> bool:
    return (
        change.made_at is None
        and not is_excluded_by_team(change.email)
        and _who_reads(change.email) is None
    )


def may_move_back(change: AddressChange) -> bool:
    """While it is the last change, and nobody else took the former address."""
    return (
        change.made_at is not None
        and change.subscriber.address == normalise_address(change.email)
        and not is_excluded_by_team(change.former_email)
        and _who_reads(change.former_email) is None
    )


def lately_at(subscriber: Subscriber) -> str:
    """The address before what changed so lately that its owner may not have read of it yet; else
    the present one."""
    since = timezone.now() - MOVE_WITHIN
    first = subscriber.address_changes.filter(made_at__gt=since).order_by("made_at").first()
    return first.former_email if first else subscriber.email


def forget_changes(now: datetime) -> int:
    """Nobody can act on them any more: the former address has no reason to stay."""
    old = AddressChange.objects.filter(asked_at__lt=now - 2 * MOVE_WITHIN)
    return old.delete()[0]


def _lock(change: AddressChange) -> Subscriber:
    """Brings the change up to date with what stands in the database."""
    subscriber = Subscriber.objects.select_for_update().get(pk=change.subscriber_id)
    change.refresh_from_db()
    change.subscriber = subscriber
    return subscriber


def _readdress(subscriber: Subscriber, email: str) -> None:
    """Whoever pressed the button reads mail there: that lifts what bounces had excluded."""
    exclusion = suppression_of(subscriber.address)
    lift(email)
    suppress(subscriber.address, Reason.MOVED)
    if exclusion is not None and exclusion.reason == Reason.LEFT_ALL:
        suppress(email, Reason.LEFT_ALL)
    former_hash = subscriber.address_hash
    _forget_forms(email)
    subscriber.email = email
    subscriber.save()
    confirmed = subscriber.subscriptions.filter(state=Subscription.State.CONFIRMED)
    for subscription in confirmed.select_related("newsletter"):
        record_consent(
            subscriber,
            purpose=newsletter_purpose(subscription.newsletter.slug),
            act=Consent.Act.GRANTED,
            source=Consent.Source.LINK,
            proof=PROOF,
        )
    note_move(subscriber, former_hash)


def _who_reads(email: str) -> Subscriber | None:
    """Nobody where only forms speak of the address: anybody may have filled them in."""
    other = _at(email).first()
    return other if other and is_known(other) else None


def _forget_forms(email: str) -> None:
    """Whoever confirmed there meanwhile stays, and the change comes to nothing."""
    for other in _at(email).select_for_update():
        if not is_known(other):
            other.delete()


def _at(email: str) -> QuerySet[Subscriber]:
    return Subscriber.objects.filter(address=normalise_address(email))
