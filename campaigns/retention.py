"""Three years without a sign: two mails thirty days apart ask whether to go on, then we forget.

A sign is an act of the ledger, a subscription or a click; an open is none, and neither is
a form that anybody could fill in. What stays is the keyed hash, against a later import.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.letters import queue_going_on
from campaigns.models import Event, RetentionQuestion, Subscription
from crm.consent import newsletter_purpose, record_consent
from crm.erasure import erase_person
from crm.models import Consent, Subscriber, Suppression
from crm.suppression import suppressed_subscribers

SILENCE_YEARS = 3
SILENCE = timedelta(days=SILENCE_YEARS * 365 + 1)
ANSWER_WITHIN = timedelta(days=30)
PROOF = "/preferences/go-on/"
TOLD_EVERY = 50


class Step(TextChoices):
    """What is due for somebody silent."""

    ASK = "ask", gettext_lazy("to be asked")
    ASK_AGAIN = "ask_again", gettext_lazy("to be asked again")
    REMOVE = "remove", gettext_lazy("to be erased")
    WAIT = "wait", gettext_lazy("may still answer")


@dataclass
class Round:
    """Addresses by what is done about them, or would be."""

    asked: list[str] = field(default_factory=list)
    asked_again: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def add(self, subscriber: Subscriber) -> Step:
        """One of those that `due` gives."""
        step = subscriber.step  # type: ignore[attr-defined]
        lists = {Step.REMOVE: self.removed, Step.ASK: self.asked, Step.ASK_AGAIN: self.asked_again}
        lists[step].append(subscriber.email)
        return step


def run(
    now: datetime, *, dry_run: bool = False, progress: Callable[[Round], None] | None = None
) -> Round:
    """Any number of times a day. Who is excluded cannot be asked, and is removed at once."""
    done = Round()
    if dry_run:
        for subscriber in due(now).order_by("pk"):
            done.add(subscriber)
        return done
    _forget_questions_of_the_living(now)
    people = list(due(now).order_by("pk").values_list("pk", flat=True))
    for number, pk in enumerate(people, start=1):
        _deal_with(pk, now, done)
        if progress and number % TOLD_EVERY == 0:
            progress(done)
    return done


def plan(now: datetime) -> QuerySet[Subscriber]:
    """The silent, each with the step that is due: what a run would do."""
    since = now - ANSWER_WITHIN
    asked = "retention_question__asked_at"
    asked_again = "retention_question__asked_again_at"
    return silent(now).annotate(
        step=Case(
            When(is_excluded=True, then=Value(Step.REMOVE)),
            When(**{f"{asked_again}__lte": since}, then=Value(Step.REMOVE)),
            When(retention_question=None, then=Value(Step.ASK)),
            When(**{asked_again: None, f"{asked}__lte": since}, then=Value(Step.ASK_AGAIN)),
            default=Value(Step.WAIT),
            output_field=CharField(),
        )
    )


def due(now: datetime) -> QuerySet[Subscriber]:
    return plan(now).exclude(step=Step.WAIT)


def counts(now: datetime) -> dict[str, int]:
    """How many by step."""
    return dict(plan(now).order_by().values_list("step").annotate(Count("pk")))


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


@transaction.atomic
def _deal_with(pk: int, now: datetime, done: Round) -> None:
    """A run may last: who answered, chose or clicked since it began is not due any more."""
    list(Subscriber.objects.select_for_update().filter(pk=pk).values_list("pk"))
    subscriber = due(now).filter(pk=pk).first()
    if subscriber is None:
        return
    step = done.add(subscriber)
    if step == Step.REMOVE:
        _remove(subscriber)
    elif step == Step.ASK:
        RetentionQuestion.objects.create(subscriber=subscriber, asked_at=now)
        queue_going_on(subscriber, first=True)
    else:
        RetentionQuestion.objects.filter(subscriber=subscriber).update(asked_again_at=now)
        queue_going_on(subscriber, first=False)


def _remove(subscriber: Subscriber) -> None:
    hashed = subscriber.address_hash
    erase_person(subscriber.email)
    Suppression.objects.filter(address_hash=hashed).update(detail=_("three years without a sign"))


def _forget_questions_of_the_living(now: datetime) -> None:
    alive = _with_signs().filter(last_sign__gte=now - SILENCE)
    RetentionQuestion.objects.filter(subscriber__in=alive.values("pk")).delete()
