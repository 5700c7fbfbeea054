"""What the CRM itself knows of an organisation or a person, for the timeline."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import CharterSignature, FollowUp, Interview, Meeting, Organisation, Person
from crm.timeline import Entry


def organisation_or_person(subject: Any, limit: int) -> Iterable[Entry]:
    if isinstance(subject, Organisation):
        yield from _signatures(subject, limit)
    elif not isinstance(subject, Person):
        return
    yield from _meetings(subject, limit)
    yield from _interviews(subject, limit)
    yield from _follow_ups(subject, limit)


def meetings_of(subject: Organisation | Person) -> QuerySet[Meeting]:
    if isinstance(subject, Organisation):
        return Meeting.objects.filter(organisations=subject)
    return Meeting.objects.filter(people=subject)


def follow_ups_of(subject: Organisation | Person) -> QuerySet[FollowUp]:
    """Promised to the subject, or promised at a meeting it came to and to nobody else."""
    if isinstance(subject, Organisation):
        mine = Q(organisation=subject)
        shared = Q(organisation=None, person=None, meeting__organisations=subject)
    else:
        mine = Q(person=subject)
        shared = Q(organisation=None, person=None, meeting__people=subject)
    return FollowUp.objects.filter(mine | shared).distinct()


def _meetings(subject: Organisation | Person, limit: int) -> Iterable[Entry]:
    for meeting in meetings_of(subject).order_by("-held_on", "-pk")[:limit]:
        yield Entry(
            day=meeting.held_on,
            kind=meeting.get_kind_display(),
            title=meeting.title or meeting.get_kind_display(),
            detail=meeting.notes,
            key=f"meeting-{meeting.pk:012}",
            url=reverse("meetings:inspect", args=[meeting.pk]),
            icon="group",
        )


def _interviews(subject: Organisation | Person, limit: int) -> Iterable[Entry]:
    if isinstance(subject, Organisation):
        given = Interview.objects.filter(organisation=subject)
    else:
        given = Interview.objects.filter(interviewer=subject)
    for interview in given.order_by("-given_on", "-pk")[:limit]:
        yield Entry(
            day=interview.given_on,
            kind=_("Interview"),
            title=interview.subject or interview.outlet,
            detail=interview.notes,
            key=f"interview-{interview.pk:012}",
            url=reverse("interviews:edit", args=[interview.pk]),
            icon="openquote",
        )


def _signatures(organisation: Organisation, limit: int) -> Iterable[Entry]:
    rows = CharterSignature.objects.filter(organisation=organisation)
    for row in rows.order_by("-signed_on", "-pk")[:limit]:
        url = reverse("charter_signatures:edit", args=[row.pk])
        key = f"signature-{row.pk:012}"
        if row.withdrawn_on:
            yield Entry(
                row.withdrawn_on, _("Charter"), _("Left the charter"), f"{key}-end", url, "form"
            )
        yield Entry(row.signed_on, _("Charter"), _("Signed the charter"), key, url, "form")


def _follow_ups(subject: Organisation | Person, limit: int) -> Iterable[Entry]:
    """Only what was done: what is open stands above the timeline, with its date to come."""
    done = follow_ups_of(subject).exclude(done_at=None).order_by("-done_at", "-pk")
    for follow_up in done[:limit]:
        yield Entry(
            day=timezone.localdate(follow_up.done_at),
            kind=_("Follow-up done"),
            title=follow_up.title,
            key=f"follow-up-{follow_up.pk:012}",
            url=reverse("follow_ups:edit", args=[follow_up.pk]),
            icon="check",
        )
