"""Logging a meeting in one go: the meeting, who came, and what was promised."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from crm.models import (
    Cooperation,
    FollowUp,
    FollowUpGroup,
    Meeting,
    Organisation,
    Participation,
    Person,
    Position,
    User,
)
from crm.signals import meeting_held


@dataclass(frozen=True)
class Promise:
    title: str
    due_on: dt.date


@dataclass(frozen=True)
class Account:
    """What somebody tells of a meeting. Names that nobody knows yet become new records."""

    kind: str
    held_on: dt.date
    title: str = ""
    organisations: Iterable[Organisation] = ()
    people: Iterable[Person] = ()
    new_organisations: Iterable[str] = ()
    new_people: Iterable[str] = ()
    cooperation: Cooperation | None = None
    group: FollowUpGroup | None = None
    notes: str = ""
    promises: Iterable[Promise] = field(default_factory=list)


@transaction.atomic
def log_meeting(account: Account, *, by: User | None) -> Meeting:
    organisations = [*account.organisations, *map(_organisation, account.new_organisations)]
    newcomers = [_newcomer(name, organisations) for name in account.new_people]
    meeting = Meeting.objects.create(
        kind=account.kind,
        held_on=account.held_on,
        title=account.title,
        cooperation=account.cooperation,
        group=account.group,
        notes=account.notes,
        logged_by=by,
    )
    meeting.organisations.set(organisations)
    people = [*account.people, *newcomers]
    for person in dict.fromkeys(people):
        Participation.objects.create(meeting=meeting, person=person)
    for promise in account.promises:
        _promise(promise, meeting, organisations, people, by)
    meeting_held.send(Meeting, meeting=meeting)
    return meeting


def _organisation(name: str) -> Organisation:
    """An organisation of that very name is the one meant."""
    known = Organisation.objects.filter(name__iexact=name).order_by("pk").first()
    return known or Organisation.objects.create(name=name)


def _newcomer(name: str, organisations: list[Organisation]) -> Person:
    """The last word is the surname; with a single organisation, that is where they work."""
    first_name, _space, last_name = name.rpartition(" ")
    person = Person.objects.create(first_name=first_name, last_name=last_name)
    if len(organisations) == 1:
        Position.objects.create(person=person, organisation=organisations[0])
    return person


def _promise(
    promise: Promise,
    meeting: Meeting,
    organisations: list[Organisation],
    people: list[Person],
    by: User | None,
) -> None:
    """Promised to the organisation or person met, when there is but one."""
    FollowUp.objects.create(
        title=promise.title,
        due_on=promise.due_on,
        meeting=meeting,
        organisation=organisations[0] if len(organisations) == 1 else None,
        person=people[0] if len(people) == 1 else None,
        assigned_to=by,
    )
