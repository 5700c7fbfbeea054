"""Three years without a sign: two mails thirty days apart ask whether to go on, then we forget.

A sign is an act of the ledger, a subscription or a click; an open is none, and neither is
a form that anybody could fill in. What stays is the keyed hash, against a later import.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from campaigns.letters import queue_going_on
from campaigns.models import Event, RetentionQuestion, Subscription
from crm.consent import newsletter_purpose, record_consent
from crm.erasure import erase_person
from crm.models import Consent, Subscriber, Suppression
from crm.suppression import suppressed_subscribers

SILENCE = timedelta(days=3 * 365 + 1)
ANSWER_WITHIN = timedelta(days=30)
PROOF = "/preferences/go-on/"


@dataclass
class Round:
    """Addresses by what is done about them, or would be."""

    asked: list[str] = field(default_factory=list)
    asked_again: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def run(now: datetime, *, dry_run: bool = False) -> Round:
    """Any number of times a day. Who is excluded cannot be asked, and is removed at once."""
    done = Round()
    if not dry_run:
        _forget_questions_of_the_living(now)
    for subscriber in silent(now).select_related("retention_question").order_by("pk"):
        with transaction.atomic():
            _deal_with(subscriber, now, done, dry_run=dry_run)
    return done


def silent(now: datetime) -> QuerySet[Subscriber]:
    return _with_signs().filter(last_sign__lt=now - SILENCE)


@transaction.atomic
def go_on(subscriber: Subscriber) -> None:
    """The answer to the question is a sign, and evidence: one act a letter."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    asked, _rows = RetentionQuestion.objects.filter(subscriber=subscriber).delete()
    if not asked:
        return
    rows = subscriber.subscriptions.filter(state=Subscription.State.CONFIRMED)
    for subscription in rows.select_related("newsletter"):
        record_consent(
            subscriber,
            purpose=newsletter_purpose(subscription.newsletter.slug),
            act=Consent.Act.GRANTED,
            source=Consent.Source.LINK,
            proof=PROOF,
        )


def _with_signs() -> QuerySet[Subscriber]:
    mine = Consent.objects.filter(subscriber=OuterRef("pk")).exclude(
        Q(act=Consent.Act.REQUESTED) | Q(source=Consent.Source.BOUNCE)
    )
    letters = Subscription.objects.filter(subscriber=OuterRef("pk"))
    clicks = Event.objects.filter(
        delivery__subscriber=OuterRef("pk"),
        campaign=F("delivery__campaign"),
        kind=Event.Kind.CLICK,
        verdict=Event.Verdict.PERSON,
    )
    people = Subscriber.objects.annotate(is_excluded=suppressed_subscribers())
    said = _latest(mine, "given_at", "subscriber")
    joined = _latest(letters, "confirmed_at", "subscriber")
    clicked = _latest(clicks, "at", "delivery__subscriber")
    known = Coalesce(said, joined, clicked, "created_at")
    last = Greatest(
        known, Coalesce(said, known), Coalesce(joined, known), Coalesce(clicked, known)
    )
    return people.annotate(last_sign=last)


def _latest(rows: QuerySet, moment: str, subscriber: str) -> Subquery:
    latest = rows.order_by().values(subscriber).annotate(latest=Max(moment)).values("latest")
    return Subquery(latest, output_field=DateTimeField())


def _deal_with(subscriber: Subscriber, now: datetime, done: Round, *, dry_run: bool) -> None:
    question = getattr(subscriber, "retention_question", None)
    is_excluded = subscriber.is_excluded  # type: ignore[attr-defined]
    if is_excluded or _has_not_answered(question, now):
        done.removed.append(subscriber.email)
        if not dry_run:
            _remove(subscriber)
    elif question is None:
        done.asked.append(subscriber.email)
        if not dry_run:
            RetentionQuestion.objects.create(subscriber=subscriber, asked_at=now)
            queue_going_on(subscriber, first=True)
    elif question.asked_again_at is None and question.asked_at <= now - ANSWER_WITHIN:
        done.asked_again.append(subscriber.email)
        if not dry_run:
            RetentionQuestion.objects.filter(pk=question.pk).update(asked_again_at=now)
            queue_going_on(subscriber, first=False)


def _has_not_answered(question: RetentionQuestion | None, now: datetime) -> bool:
    if question is None or question.asked_again_at is None:
        return False
    return question.asked_again_at <= now - ANSWER_WITHIN


def _remove(subscriber: Subscriber) -> None:
    hashed = subscriber.address_hash
    erase_person(subscriber.email)
    Suppression.objects.filter(address_hash=hashed).update(detail=_("three years without a sign"))


def _forget_questions_of_the_living(now: datetime) -> None:
    alive = _with_signs().filter(last_sign__gte=now - SILENCE)
    RetentionQuestion.objects.filter(subscriber__in=alive.values("pk")).delete()
