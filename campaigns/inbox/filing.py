"""Acts on what came back: bounces, complaints and departures reach the rows they are about.

Taking in the same message twice, from any door, changes nothing the second time.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from django.db import OperationalError, transaction
from django.utils import timezone

from campaigns.inbox.departures import leave
from campaigns.inbox.matching import find_by_address, find_delivery, was_system_mail
from campaigns.inbox.notices import Finding, Kind, Notice
from campaigns.inbox.reading import read_message
from campaigns.models import BounceClass, Delivery
from campaigns.tracking.bounces import record_bounce
from campaigns.tracking.complaints import record_complaint
from campaigns.tracking.evidence import settle_doubts
from campaigns.tracking.notices import note
from crm.addresses import normalise_address

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TakenIn:
    """`is_done` is false of what a person ought to read: nothing in it could be acted upon."""

    notice: Notice
    is_done: bool


def take_in(raw: bytes) -> TakenIn:
    """A message that trips us is left to a person; only a database that is away stops the rest."""
    notice = read_message(raw)
    try:
        with transaction.atomic():
            is_done = _act_on(notice, _fingerprint(notice, raw), timezone.now())
    except OperationalError:
        raise
    except Exception as error:
        logger.error("A message that came back cannot be acted upon: %s", type(error).__name__)
        is_done = False
    return TakenIn(notice, is_done)


def _fingerprint(notice: Notice, raw: bytes) -> str:
    """By Message-ID, since the same report may come through a pipe and then from a mailbox."""
    return notice.message_id or blake2b(raw, digest_size=24).hexdigest()


def _act_on(notice: Notice, fingerprint: str, at: datetime) -> bool:
    if notice.kind is Kind.BOUNCE:
        return _file_bounces(notice, fingerprint, at)
    if notice.kind is Kind.COMPLAINT:
        return _file_complaints(notice, fingerprint, at)
    if notice.kind is Kind.UNSUBSCRIBE:
        return leave(notice, _key(fingerprint, "leave"), at)
    return notice.kind is Kind.AUTOREPLY


def _file_bounces(notice: Notice, fingerprint: str, at: datetime) -> bool:
    delivery = find_delivery(notice.clues, notice.addresses)
    if delivery is not None:
        _file_bounce(_about(delivery, notice), delivery.address, delivery, fingerprint, at)
        return True
    for finding in notice.findings:
        # Nothing of ours came back with it: only what is certain, about whom we wrote to lately.
        if not finding.address or finding.bounce_class is not BounceClass.HARD:
            continue
        address = normalise_address(finding.address)
        latest = find_by_address(address, at)
        if latest is not None or was_system_mail(address, at):
            _file_bounce(finding, address, latest, fingerprint, at)
    return True


def _about(delivery: Delivery, notice: Notice) -> Finding:
    """What the notice says of this delivery's address, or of the one it is forwarded to.

    When she has it forwarded to several, one that is gone does not make her unreachable.
    """
    for finding in notice.findings:
        if finding.address and normalise_address(finding.address) == delivery.address:
            return finding
    first = next(f for f in notice.findings if f.bounce_class == notice.bounce_class)
    if len(notice.findings) > 1 and first.bounce_class is BounceClass.HARD:
        return replace(first, bounce_class=BounceClass.SOFT)
    return first


def _file_bounce(
    finding: Finding, address: str, delivery: Delivery | None, fingerprint: str, at: datetime
) -> None:
    """A warning that the mail still waits is no bounce."""
    is_new = finding.is_final and note(
        _key(fingerprint, address or str(delivery and delivery.pk), finding.bounce_class),
        Kind.BOUNCE,
        at=at,
        delivery=delivery,
        address=address,
        bounce_class=finding.bounce_class,
        status=finding.status,
    )
    if is_new:
        reply = finding.reply or finding.status
        record_bounce(address, finding.bounce_class, at=at, delivery=delivery, reply=reply)
        if delivery is not None:
            settle_doubts(delivery.pk)


def _file_complaints(notice: Notice, fingerprint: str, at: datetime) -> bool:
    delivery = find_delivery(notice.clues, notice.addresses)
    found = [delivery] if delivery else [find_by_address(a, at) for a in notice.addresses]
    deliveries = [delivery for delivery in found if delivery is not None]
    for delivery in deliveries:
        key = _key(fingerprint, "complaint", str(delivery.pk))
        if note(key, Kind.COMPLAINT, at=at, delivery=delivery, address=delivery.address):
            record_complaint(delivery, at=at)
            settle_doubts(delivery.pk)
    return bool(deliveries)


def _key(*parts: str) -> str:
    return "mail:" + blake2b("\n".join(parts).encode(), digest_size=24).hexdigest()
