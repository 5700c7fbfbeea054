"""All that is held about one person, by address, name or number: handed out, or erased.

Each room registers its tables; whatever holds a person and is not registered fails a test.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.addresses import address_hash, normalise_address
from crm.identifying import NotOne, one_person
from crm.models import Person, Subscriber, Suppression
from crm.suppression import suppress
from crm.telling import table_name, told


@dataclass(frozen=True)
class Trail:
    """Where one person is found: their address, its keyed hash, and the rows it leads to.

    Who has no address of their own stands here by number (“#12”), which no address equals.
    """

    address: str
    address_hash: str
    subscribers: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Holding:
    """One table: the rows about a person, and what erases them (nothing, where others do)."""

    model: type[Model]
    rows: Callable[[Trail], QuerySet]
    erase: Callable[[Any], Any] | None = None


_holdings: list[Holding] = []


def register(*holdings: Holding) -> None:
    """To be called from AppConfig.ready(); the same table counts once.

    Django readies the upper rooms first: what a lower one holds goes before it here.
    """
    known = {holding.model for holding in _holdings}
    _holdings[:0] = [holding for holding in holdings if holding.model not in known]


def registered() -> list[type[Model]]:
    return [holding.model for holding in _holdings]


def trail_of(who: str) -> Trail:
    """`who` is an address, or somebody of the address book by name or number. Raises NotOne."""
    return _by_address(who) if "@" in who else _by_person(one_person(who))


def _by_person(person: Person) -> Trail:
    """By their address where they have one; one that others share is not theirs alone."""
    mailed = {normalise_address(person.email)} if person.email else set()
    mailed.update(person.subscribers.values_list("address", flat=True))
    if len(mailed) > 1:
        raise NotOne(
            _("%(person)s has several addresses: %(addresses)s. Give one after the other.")
            % {"person": person, "addresses": ", ".join(sorted(mailed))}
        )
    for address in mailed:
        trail = _by_address(address)
        if trail.people == [person.pk]:
            return trail
    number = f"#{person.pk}"
    return Trail(number, address_hash(number), people=[person.pk])


def _by_address(email: str) -> Trail:
    address = normalise_address(email)
    subscribers = Subscriber.objects.filter(address=address)
    people = Person.objects.filter(Q(email__iexact=email.strip()) | Q(subscribers__in=subscribers))
    return Trail(
        address=address,
        address_hash=address_hash(address),
        subscribers=list(subscribers.values_list("pk", flat=True)),
        people=list(people.distinct().values_list("pk", flat=True)),
    )


def export_person(who: str) -> dict[str, Any]:
    """Every row about them, in the words of the screens and the active language. Raises NotOne."""
    trail = trail_of(who)
    tables = []
    for holding in _holdings:
        rows = [told(row) for row in holding.rows(trail)]
        if rows:
            model = holding.model
            tables.append({"table": model._meta.label, "name": table_name(model), "rows": rows})
    return {
        "address": trail.address,
        "exported_at": timezone.now().isoformat(timespec="seconds"),
        "tables": tables,
    }


@transaction.atomic
def erase_person(who: str) -> int:
    """Erases what is held about them, and how many rows that were. Raises NotOne.

    What stays is the keyed hash, so that no import brings the person back, and rows that count
    for others (a delivery, a participation) without any name. An address may be unknown.
    """
    trail = trail_of(who)
    list(Subscriber.objects.select_for_update().filter(pk__in=trail.subscribers))
    count = 0
    for holding in reversed(_holdings):
        rows = holding.rows(trail)
        count += rows.count()
        if holding.erase is not None:
            holding.erase(rows)
    if "@" in trail.address:
        suppress(trail.address, Suppression.Reason.ERASED)
    return count
