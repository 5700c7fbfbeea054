"""Requests about personal data: written down, answered with an export or an erasure, forgotten.

A line keeps no more than it needs: the address until a year after the answer, at an erasure until
that very moment; the rest until nobody can complain any more.
"""

import hashlib
import json
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from crm.addresses import address_hash, normalise_address
from crm.erasure import erase_person, export_person, trail_of
from crm.identifying import NotOne, described, one_person
from crm.models import DataRequest, Subscriber, User
from crm.models.data_request import DataRequestQuerySet

Kind, Way, Outcome, Check = (
    DataRequest.Kind,
    DataRequest.Way,
    DataRequest.Outcome,
    DataRequest.Check,
)

WHO_KEPT = timedelta(days=365)
# As long as somebody may go to court over it: five years, French civil code, article 2224.
LINES_KEPT = timedelta(days=5 * 365 + 2)


class RequestRefused(Exception):
    """Says in one sentence what is missing."""


def told(who: str, language: str) -> tuple[str, str]:
    """All that is held, as the text of a file, and the sentence that proves which it was."""
    with override(language):
        held = export_person(who)
    text = json.dumps(held, ensure_ascii=False, indent=2)
    digest = hashlib.sha256(text.encode()).hexdigest()
    rows = sum(len(table["rows"]) for table in held["tables"])
    sentence = ngettext(
        "%(count)s row handed out; SHA-256 of the file: %(digest)s",
        "%(count)s rows handed out; SHA-256 of the file: %(digest)s",
        rows,
    )
    return text, sentence % {"count": rows, "digest": digest}


def hand_out(request: DataRequest, *, by: User) -> str:
    """The text of the file for the person. Raises RequestRefused."""
    _insist_on_identity(request)
    found(request)
    subscriber = Subscriber.objects.filter(address_hash=request.address_hash).first()
    language = subscriber.language if subscriber else settings.LANGUAGE_CODE
    text, sentence = told(request.who, language)
    close(request, Outcome.DONE, sentence, by=by)
    return text


@transaction.atomic
def erase(request: DataRequest, *, by: User) -> int:
    """How many rows were erased or made nameless, this line among them. Raises RequestRefused."""
    _insist_on_identity(request)
    found(request)
    count = erase_person(request.who)
    forget_all_said(DataRequest.objects.filter(pk=request.pk))
    request.refresh_from_db()
    close(request, Outcome.DONE, _erased_sentence(count), by=by)
    return count


def found(request: DataRequest) -> str:
    """The address, or who in the address book is meant. Raises RequestRefused."""
    if request.email:
        return request.email
    try:
        trail_of(request.name)
        return described(one_person(request.name))
    except NotOne as trouble:
        raise RequestRefused(str(trouble)) from None


def close(request: DataRequest, outcome: str, answer: str, *, by: User | None) -> None:
    """What was answered first stays; the same again adds nothing."""
    if not request.is_open:
        return
    request.outcome, request.answer = outcome, answer
    request.answered_on, request.answered_by = timezone.localdate(), by
    request.save()


def download_own(email: str, language: str) -> str:
    """The text of the file for whoever reads mail at this address."""
    text, sentence = told(email, language)
    _note_own(email, Kind.ACCESS, sentence)
    return text


@transaction.atomic
def erase_own(email: str) -> None:
    _note_own(email, Kind.ERASURE, _erased_sentence(erase_person(email)))


def _note_own(email: str, kind: str, sentence: str) -> DataRequest:
    """Answered by the page, to whoever reads mail there: no address is needed. Once a day."""
    today = timezone.localdate()
    line, _new = DataRequest.objects.get_or_create(
        address_hash=address_hash(normalise_address(email)),
        kind=kind,
        way=Way.PAGE,
        received_on=today,
        defaults={
            "identity_check": Check.LINK,
            "identity_checked_on": today,
            "outcome": Outcome.DONE,
            "answered_on": today,
            "answer": sentence,
        },
    )
    return line


def _erased_sentence(count: int) -> str:
    sentence = ngettext(
        "%(count)s row erased or made nameless.",
        "%(count)s rows erased or made nameless.",
        count,
    )
    return sentence % {"count": count}


def _insist_on_identity(request: DataRequest) -> None:
    if not request.identity_check:
        raise RequestRefused(_("First write down how their identity was checked."))


def forget_who(lines: DataRequestQuerySet) -> None:
    """What they said and sent goes; what was answered, when and by whom, stays."""
    lines.empty("email", "name", "details", "letter")


def forget_all_said(lines: DataRequestQuerySet) -> None:
    """Of an erased person: that something was asked and answered stays, in no words."""
    lines.empty("email", "name", "details", "letter", "answer", "proof")


@transaction.atomic
def forget_old(today: date) -> int:
    """How many lines lost their address, or went."""
    gone = DataRequest.objects.filter(answered_on__lt=today - LINES_KEPT)
    old = DataRequest.objects.filter(answered_on__lt=today - WHO_KEPT)
    named = old.exclude(email="", name="", details="", letter="")
    count = named.count() + gone.count()
    forget_who(DataRequest.objects.filter(pk__in=list(named.values_list("pk", flat=True))))
    gone.empty("letter", "proof")
    gone.delete()
    return count
