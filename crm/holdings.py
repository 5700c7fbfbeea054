"""Where the CRM holds a person, and what becomes of those rows when the person is erased."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from crm.data_requests import forget_all_said
from crm.erasure import Holding, Trail, register
from crm.models import (
    Consent,
    DataRequest,
    Facilitator,
    FollowUp,
    Interview,
    Meeting,
    OutgoingMail,
    Participation,
    Person,
    Position,
    Subscriber,
    Suppression,
    TaggedSubscriber,
)
from crm.telling import language_name, tell

# For the rows that history needs: a meeting still had so many people.
NAMELESS = "–"


def register_holdings() -> None:
    """A table that points to another comes after it: erasing goes the other way."""
    register(
        Holding(Subscriber, _subscribers, erase=_delete),
        Holding(Consent, _of_subscriber),
        Holding(TaggedSubscriber, _tags),
        Holding(Suppression, _suppressions),
        Holding(DataRequest, _requests, erase=forget_all_said),
        Holding(OutgoingMail, _mails, erase=_delete),
        Holding(Person, _people, erase=_make_nameless),
        Holding(Position, _of_person(Position)),
        Holding(Participation, _of_person(Participation)),
        Holding(Meeting, lambda trail: Meeting.objects.filter(people__in=trail.people).distinct()),
        Holding(Facilitator, _of_person(Facilitator)),
        Holding(FollowUp, _of_person(FollowUp)),
        Holding(Interview, lambda trail: Interview.objects.filter(interviewer__in=trail.people)),
        Holding(ModelLogEntry, _log, erase=_forget_label),
    )
    _put_into_words()


def _put_into_words() -> None:
    tell(Subscriber, without=["address"], language=lambda row: language_name(row.language))
    tell(Consent, wording=lambda row: row.wording.text if row.wording else "")
    tell(TaggedSubscriber, name=gettext_lazy("tags"), without=["content_object"])
    tell(
        OutgoingMail,
        without=["kind", "attempts"],
        language=lambda row: language_name(row.language),
    )
    tell(
        ModelLogEntry,
        name=gettext_lazy("what was done in the back office"),
        without=["content_type", "uuid", "revision", "content_changed", "deleted", "object_id"],
        labels={
            "label": gettext_lazy("about whom"),
            "action": gettext_lazy("what was done"),
            "data": gettext_lazy("detail"),
            "timestamp": gettext_lazy("when"),
            "user": gettext_lazy("by"),
        },
        action=lambda row: str(row.message),
        data=lambda row: ", ".join(str(value) for value in row.data.values()),
    )


def _subscribers(trail: Trail) -> QuerySet:
    return Subscriber.objects.filter(pk__in=trail.subscribers)


def _of_subscriber(trail: Trail) -> QuerySet:
    """They go with the subscriber."""
    return Consent.objects.filter(subscriber__in=trail.subscribers).select_related("wording")


def _tags(trail: Trail) -> QuerySet:
    return TaggedSubscriber.objects.filter(content_object__in=trail.subscribers)


def _suppressions(trail: Trail) -> QuerySet:
    """The address goes from it when it becomes that of an erased person."""
    return Suppression.objects.filter(address_hash=trail.address_hash)


def _requests(trail: Trail) -> QuerySet:
    """The lines stay, since they prove what was answered; without who asked."""
    lines = DataRequest.objects.filter(address_hash=trail.address_hash)
    return lines.select_related("identity_checked_by", "answered_by", "created_by")


def _mails(trail: Trail) -> QuerySet:
    return OutgoingMail.objects.filter(to__iexact=trail.address)


def _people(trail: Trail) -> QuerySet:
    return Person.objects.filter(pk__in=trail.people)


def _of_person(model):
    """They tell nothing once the person has no name."""

    def rows(trail: Trail) -> QuerySet:
        return model.objects.filter(person__in=trail.people)

    return rows


def _log(trail: Trail) -> QuerySet:
    """Who edited this subscriber or this person in the back office; its label is the address."""
    return ModelLogEntry.objects.filter(
        Q(content_type__app_label="crm", content_type__model="subscriber")
        & Q(object_id__in=[str(pk) for pk in trail.subscribers])
        | Q(content_type__app_label="crm", content_type__model="person")
        & Q(object_id__in=[str(pk) for pk in trail.people])
        | Q(label__iexact=trail.address)
    )


def _delete(rows: QuerySet) -> None:
    rows.delete()


def _make_nameless(rows: QuerySet) -> None:
    for person in rows:
        person.first_name, person.last_name = "", NAMELESS
        person.email = person.phone = person.notes = ""
        person.save()


def _forget_label(rows: QuerySet) -> None:
    rows.update(label=NAMELESS, data={})
