"""Takes an import back: what it wrote, where it still stands.

Who was made known by it, and whom nothing concerned since, is forgotten. Everybody else loses the
subscription and the yes to tracking that it gave, and gets former names, language, territory and
tags back. What a person said or chose since stays, and so does a no: only they can say yes again.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from campaigns.importing.proofs import proof_of_undoing, proofs_of
from campaigns.models import (
    Delivery,
    ImportedChange,
    ImportedSubscriber,
    SubscriberImport,
    Subscription,
)
from crm.consent import TRACKING_PURPOSES, newsletter_purpose, record_withdrawals
from crm.models import Consent, Subscriber, TaggedSubscriber, Territory, TrackingChoice
from crm.suppression import suppressed_subscribers

Act, Field = Consent.Act, ImportedChange.Field

BATCH = 500
FORMER_VALUES_KEPT = timedelta(days=90)

People = dict[int, Subscriber]


class Slice(NamedTuple):
    last: int
    undone: int
    kept: int


def file_name(run: SubscriberImport) -> str:
    """As it stands in every proof."""
    return Path(run.name).name or "import"


def undo_slice(run: SubscriberImport, *, after: int = 0) -> Slice | None:
    """The next people of this import, to be called in a transaction; None when all are done."""
    traces = list(run.traces.filter(pk__gt=after).order_by("pk")[:BATCH])
    if not traces:
        return None
    new = [trace.subscriber_id for trace in traces if trace.is_new]
    forgotten = _forget_untouched(run, new)
    others = {trace.subscriber_id for trace in traces} - forgotten
    given_back = _give_back(run, others)
    ImportedSubscriber.objects.filter(run=run, subscriber__in=given_back).delete()
    undone = len(forgotten) + len(given_back)
    return Slice(last=traces[-1].pk, undone=undone, kept=len(traces) - undone)


def undoable_count(run: SubscriberImport) -> int:
    """Those it made known, subscribed or changed; a few may have decided otherwise since."""
    return run.traces.count()


def forget_former_values(now: datetime) -> int:
    """Once nobody undoes the import any more, they have no reason to stay."""
    old = ImportedChange.objects.filter(run__ended_at__lt=now - FORMER_VALUES_KEPT)
    return old.delete()[0]


def _forget_untouched(run: SubscriberImport, people: Iterable[int]) -> set[int]:
    since = run.ended_at or timezone.now()
    acts = Consent.objects.filter(subscriber=OuterRef("pk"), given_at__gt=since)
    mails = Delivery.objects.filter(subscriber=OuterRef("pk"), campaign__frozen_at__gt=since)
    untouched = (
        Subscriber.objects.filter(Q(changed_at=None) | Q(changed_at__lte=since), pk__in=people)
        .exclude(Exists(acts))
        .exclude(Exists(mails))
        .exclude(suppressed_subscribers())
    )
    forgotten = set(untouched.values_list("pk", flat=True))
    Subscriber.objects.filter(pk__in=forgotten).delete()
    return forgotten


def _give_back(run: SubscriberImport, ids: Iterable[int]) -> set[int]:
    """Those of whom something was taken back."""
    rows = Subscriber.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    people = {person.pk: person for person in rows}
    given = _given_by(run, people)
    changed = _take_off(run, people, given)
    for purpose in TRACKING_PURPOSES:
        changed |= _take_yes_back(run, people, given, purpose)
    return changed | _restore(run, people)


def _given_by(run: SubscriberImport, people: People) -> set[tuple[int, str]]:
    """(person, purpose) of which the last word is still what this import wrote as agreed."""
    proofs = proofs_of(file_name(run), run.consent_source)
    acts = Consent.objects.filter(subscriber__in=people).exclude(act=Act.REQUESTED)
    last = {
        (act.subscriber_id, act.purpose): act
        for act in acts.order_by("given_at", "pk").iterator(BATCH)
    }
    return {
        key
        for key, act in last.items()
        if act.act == Act.GRANTED
        and act.source == Consent.Source.IMPORT
        and act.proof.startswith(proofs)
    }


def _take_off(run: SubscriberImport, people: People, given: set[tuple[int, str]]) -> set[int]:
    """Back to where they stood; the ledger keeps both acts."""
    if run.newsletter is None:
        return set()
    purpose = newsletter_purpose(run.newsletter.slug)
    subscriptions = Subscription.objects.filter(
        newsletter=run.newsletter,
        state=Subscription.State.CONFIRMED,
        subscriber__in=[pk for pk in people if (pk, purpose) in given],
    )
    leaving = set(subscriptions.values_list("subscriber", flat=True))
    asked = Consent.objects.filter(subscriber__in=leaving, purpose=purpose, act=Act.REQUESTED)
    waiting = set(asked.values_list("subscriber", flat=True))
    subscriptions.filter(subscriber__in=waiting).update(
        state=Subscription.State.PENDING, confirmed_at=None
    )
    subscriptions.filter(subscriber__in=leaving - waiting).delete()
    _withdraw(run, people, leaving, purpose)
    return leaving


def _take_yes_back(
    run: SubscriberImport, people: People, given: set[tuple[int, str]], purpose: str
) -> set[int]:
    """To never asked: an import says yes for nobody who had answered."""
    saying_yes = {
        pk
        for pk, person in people.items()
        if (pk, purpose) in given and getattr(person, purpose) == TrackingChoice.GRANTED
    }
    rows = Subscriber.objects.filter(pk__in=saying_yes)
    rows.update(**{purpose: TrackingChoice.UNKNOWN, "changed_at": timezone.now()})
    _withdraw(run, people, saying_yes, purpose)
    return saying_yes


def _withdraw(run: SubscriberImport, people: People, chosen: set[int], purpose: str) -> None:
    record_withdrawals(
        [people[pk] for pk in sorted(chosen)],
        purpose=purpose,
        source=Consent.Source.IMPORT,
        proof=proof_of_undoing(run.name),
    )


def _restore(run: SubscriberImport, people: People) -> set[int]:
    """Only where the file's value still stands."""
    territories = {str(pk) for pk in Territory.objects.values_list("pk", flat=True)}
    changed: dict[str, list[Subscriber]] = defaultdict(list)
    tagged: dict[str, list[int]] = defaultdict(list)
    for change in run.changes.filter(subscriber__in=people):
        person = people[change.subscriber_id]
        if change.field == Field.TAG:
            tagged[change.after].append(person.pk)
        elif change.after == str(getattr(person, change.field) or ""):
            setattr(person, change.field, _former(change, territories))
            changed[change.field].append(person)
    for field, rows in changed.items():
        Subscriber.objects.bulk_update(rows, [field])
    run.changes.filter(subscriber__in=people).delete()
    edited = {person.pk for rows in changed.values() for person in rows}
    Subscriber.objects.filter(pk__in=edited).update(changed_at=timezone.now())
    return edited.union(*(_untag(tag, ids) for tag, ids in tagged.items()))


def _untag(tag: str, people: list[int]) -> set[int]:
    rows = TaggedSubscriber.objects.filter(tag=tag, content_object__in=people)
    untagged = set(rows.values_list("content_object", flat=True))
    rows.delete()
    return untagged


def _former(change: ImportedChange, territories: set[str]) -> str | int | None:
    if change.field != Field.TERRITORY:
        return change.before
    return int(change.before) if change.before in territories else None
