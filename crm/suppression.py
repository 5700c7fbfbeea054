"""Addresses that no list may mail: exclude one, ask, lift. Matching goes by the keyed hash."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.log_actions import log

from crm import journal
from crm.addresses import address_hash, normalise_address
from crm.models import Subscriber, Suppression, User

Reason = Suppression.Reason

# A weightier reason replaces a lighter one, never the other way round: what the person did
# outweighs what the team did, so that the team cannot lift it by way of its own exclusion.
WEIGHT = {
    Reason.SOFT_BOUNCES: 1,
    Reason.HARD_BOUNCE: 2,
    Reason.MANUAL: 3,
    Reason.COMPLAINT: 4,
    Reason.LEFT_ALL: 5,
    Reason.MOVED: 6,
    Reason.ERASED: 7,
}

# What the person did, only the person takes back, by signing up again.
HERS = (Reason.COMPLAINT, Reason.LEFT_ALL, Reason.MOVED, Reason.ERASED)
# An old file may still hold these addresses: their keyed hash is enough to know them by.
NAMELESS = (Reason.MOVED, Reason.ERASED)
LIFTED = "crm.lift_exclusion"


@transaction.atomic
def suppress(address: str, reason: str, detail: str = "") -> Suppression:
    """Excludes the address; one erased or given up keeps only its hash. Twice is as once.

    What the team excluded stays so beneath a weightier reason: the person takes back only her own.
    """
    address = normalise_address(address)
    kept = "" if reason in NAMELESS else address
    suppression, created = Suppression.objects.select_for_update().get_or_create(
        address_hash=address_hash(address),
        defaults={"address": kept, "reason": reason, "detail": detail[:300]},
    )
    was_by_team = suppression.is_by_team
    weighs_more = WEIGHT[Reason(reason)] > WEIGHT[Reason(suppression.reason)]
    joined_by_team = reason == Reason.MANUAL and not was_by_team and not weighs_more
    if weighs_more:
        suppression.address = kept
        suppression.reason = reason
        suppression.detail = detail[:300]
    if joined_by_team or (weighs_more and was_by_team):
        suppression.also_by_team = True
    if weighs_more or joined_by_team:
        suppression.save(update_fields=["address", "reason", "detail", "also_by_team"])
    if created or weighs_more or joined_by_team:
        _note(suppression)
    return suppression


def _note(suppression: Suppression) -> None:
    """What a change of address gives up, its own line in the journal tells already."""
    if suppression.reason == Reason.MOVED and not suppression.also_by_team:
        return
    team = {"team": "yes"} if suppression.also_by_team else {}
    journal.note_departure(suppression.address_hash, "excluded", reason=suppression.reason, **team)


def exclude_hash(hashed: str, reason: str, *, also_by_team: bool = False) -> bool:
    """For whom only the keyed hash is known; False when the address was excluded already."""
    subscriber = Subscriber.objects.filter(address_hash=hashed).first()
    if subscriber is not None and reason != Reason.ERASED:
        created = not is_suppressed(subscriber.address)
        suppress(subscriber.address, reason)
    else:
        _row, created = Suppression.objects.get_or_create(
            address_hash=hashed, defaults={"reason": reason}
        )
    if also_by_team:
        rows = Suppression.objects.filter(address_hash=hashed)
        rows.exclude(reason=Reason.MANUAL).update(also_by_team=True)
    return created


def suppression_of(address: str) -> Suppression | None:
    return Suppression.objects.filter(
        address_hash=address_hash(normalise_address(address))
    ).first()


def is_excluded_by_team(address: str) -> bool:
    suppression = suppression_of(address)
    return suppression is not None and suppression.is_by_team


def is_suppressed(address: str) -> bool:
    return suppression_of(address) is not None


def find_exclusions(typed: str, *, at_most: int) -> list[Suppression]:
    """A whole address by its hash, erased ones included; less than that among those in clear."""
    if found := suppression_of(typed):
        return [found]
    parts = Suppression.objects.filter(address__icontains=typed.strip().lower())
    return list(parts.order_by("-pk")[:at_most])


def lift(address: str) -> bool:
    """Makes the address mailable again; True when it was excluded."""
    return _lift(address_hash(normalise_address(address)))


@transaction.atomic
def take_back_leaving(address: str) -> None:
    """The person undoes “never again”; what the team excluded stays so."""
    exclusion = suppression_of(address)
    if exclusion is None or exclusion.reason != Reason.LEFT_ALL:
        return
    if not exclusion.also_by_team:
        _lift(exclusion.address_hash)
        return
    exclusion.reason, exclusion.also_by_team = Reason.MANUAL, False
    exclusion.save(update_fields=["reason", "also_by_team"])
    _note(exclusion)


@transaction.atomic
def lift_by_team(exclusion: Suppression, *, by: User) -> bool:
    """False where only the person may decide. The log says who lifted what, and no address.

    Of an exclusion that is the person's as well, the team takes back its own part.
    """
    if not may_lift(exclusion):
        return False
    log(
        exclusion,
        LIFTED,
        user=by,
        title=_masked(exclusion.address),
        data={"reason": exclusion.reason, "hash": exclusion.address_hash},
    )
    if exclusion.reason not in HERS:
        return _lift(exclusion.address_hash)
    exclusion.also_by_team = False
    exclusion.save(update_fields=["also_by_team"])
    _note(exclusion)
    return True


def may_lift(exclusion: Suppression) -> bool:
    return exclusion.also_by_team or exclusion.reason not in HERS


def _masked(address: str) -> str:
    """Enough to know whom one meant: m…@example.org."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}…{at}{domain}"


def _lift(hashed: str) -> bool:
    deleted, _rows = Suppression.objects.filter(address_hash=hashed).delete()
    if deleted:
        journal.note_return(hashed, "lifted")
    return bool(deleted)


def suppressed_subscribers(outer: str = "address_hash") -> Exists:
    """SQL condition "excluded"; `outer` leads from the queried model to a subscriber's hash.

    Delivery.objects.filter(suppressed_subscribers("subscriber__address_hash"))
    """
    return Exists(Suppression.objects.filter(address_hash=OuterRef(outer)))
