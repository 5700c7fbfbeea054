"""Changes of address that a restored backup has forgotten: made again from this machine's journal.

A journal line names hashes; the new address stands sealed beside it, unless it was forgotten.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.models import Subscription
from crm import journal
from crm.consent import TRACKING_PURPOSES, newsletter_purpose
from crm.erasure import erase_person
from crm.models import Subscriber, Suppression, TrackingChoice
from crm.suppression import exclude_hash, suppress

Reason = Suppression.Reason


@dataclass(frozen=True)
class Move:
    """`hashes` are those she had, the oldest first; `kept`, what she agreed to at the end."""

    hashes: tuple[str, ...]
    kept: frozenset[str]
    at: datetime

    @property
    def present(self) -> str:
        return self.hashes[-1]


def note_move(subscriber: Subscriber, former_hash: str) -> None:
    journal.note_move(
        former_hash, subscriber.address_hash, subscriber.email, kept=sorted(granted(subscriber))
    )


def granted(subscriber: Subscriber) -> set[str]:
    """The purposes this person agrees to."""
    rows = subscriber.subscriptions.filter(state=Subscription.State.CONFIRMED)
    letters = {
        newsletter_purpose(slug) for slug in rows.values_list("newsletter__slug", flat=True)
    }
    choices = {
        purpose
        for purpose in TRACKING_PURPOSES
        if getattr(subscriber, purpose) == TrackingChoice.GRANTED
    }
    return letters | choices


def replay_moves(since: datetime) -> Iterator[tuple[Move, Subscriber | None]]:
    """Each that the database had forgotten, with who it is about: nobody, if she is lost.

    Without her new address nothing goes to the former one either; who was erased at the new one
    is erased at the former one.
    """
    lines = list(journal.lines(since))
    erased = {line["hash"] for line in lines if line.get("reason") == Reason.ERASED}
    for move in _moves(lines):
        former = _at_a_former_address(move).first()
        if former is None:
            continue
        if move.present in erased or _is_erased(move.present):
            erase_person(former.email)
            _give_up_former(move)
            continue
        address = journal.address_of(move.present)
        if address is None:
            suppress(former.address, Reason.MANUAL, _("moved to an address that is not known"))
            yield move, None
        else:
            former.email = address
            former.save()
            _give_up_former(move)
            yield move, former


def _give_up_former(move: Move) -> None:
    for hashed in {*move.hashes} - {move.present}:
        exclude_hash(hashed, Reason.MOVED)


def forget_erased() -> None:
    """On every machine: the new address of who was erased since, wherever that was done."""
    kept = journal.kept_addresses()
    rows = Suppression.objects.filter(address_hash__in=kept, reason=Reason.ERASED)
    for address_hash in rows.values_list("address_hash", flat=True):
        journal.forget_address(address_hash)


def _is_erased(address_hash: str) -> bool:
    return Suppression.objects.filter(address_hash=address_hash, reason=Reason.ERASED).exists()


def _at_a_former_address(move: Move) -> QuerySet[Subscriber]:
    if Subscriber.objects.filter(address_hash=move.present).exists():
        return Subscriber.objects.none()
    return Subscriber.objects.filter(address_hash__in=move.hashes)


def _moves(lines: Iterable[journal.Line]) -> list[Move]:
    """One a person, however often she moved."""
    found: dict[str, Move] = {}
    for line in lines:
        if line["act"] == "moved":
            before = found.pop(line["hash"], None)
            hashes = before.hashes if before else (line["hash"],)
            at = datetime.fromisoformat(line["at"])
            found[line["to"]] = Move((*hashes, line["to"]), frozenset(line["kept"]), at)
    return list(found.values())
