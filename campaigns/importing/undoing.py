"""Takes an import back: what it alone wrote, of people whom nobody touched and nothing was sent.

Who was made known by it is forgotten; who was known before only loses the subscription. Whoever
confirmed, chose, left, was edited, excluded or written to since stays as they are.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from campaigns.models import Delivery, ImportedSubscriber, SubscriberImport, Subscription
from crm.consent import newsletter_purpose, record_consent
from crm.models import Consent, Subscriber
from crm.suppression import suppressed_subscribers

BATCH = 500


class Slice(NamedTuple):
    last: int
    undone: int
    kept: int


def undo_slice(run: SubscriberImport, *, after: int = 0) -> Slice | None:
    """The next people of this import, to be called in a transaction; None when all are done."""
    traces = list(run.traces.filter(pk__gt=after).order_by("pk")[:BATCH])
    if not traces:
        return None
    people = {trace.subscriber_id: trace for trace in traces}
    untouched = _untouched(run, people)
    new = [subscriber.pk for subscriber in untouched if people[subscriber.pk].is_new]
    left = [
        subscriber.pk
        for subscriber in untouched
        if not people[subscriber.pk].is_new and people[subscriber.pk].is_subscribed
    ]
    for subscriber in untouched:
        if subscriber.pk in left:
            _take_off(run, subscriber)
    Subscriber.objects.filter(pk__in=new).delete()
    ImportedSubscriber.objects.filter(run=run, subscriber__in=left).delete()
    undone = len(new) + len(left)
    return Slice(last=traces[-1].pk, undone=undone, kept=len(traces) - undone)


def undoable_count(run: SubscriberImport) -> int:
    written = run.traces.filter(Q(is_new=True) | Q(is_subscribed=True))
    return _untouched(run, written.values("subscriber")).count()


def _untouched(run: SubscriberImport, people: Iterable[int] | QuerySet) -> QuerySet[Subscriber]:
    since = run.ended_at or timezone.now()
    acts = Consent.objects.filter(subscriber=OuterRef("pk"), given_at__gt=since)
    mails = Delivery.objects.filter(subscriber=OuterRef("pk"), campaign__frozen_at__gt=since)
    return (
        Subscriber.objects.filter(Q(changed_at=None) | Q(changed_at__lte=since), pk__in=people)
        .exclude(Exists(acts))
        .exclude(Exists(mails))
        .exclude(suppressed_subscribers())
    )


def _take_off(run: SubscriberImport, subscriber: Subscriber) -> None:
    """Back to where they stood; the ledger keeps both acts."""
    newsletter = run.newsletter
    if newsletter is None:
        return
    purpose = newsletter_purpose(newsletter.slug)
    subscription = Subscription.objects.filter(subscriber=subscriber, newsletter=newsletter)
    if subscriber.consents.filter(purpose=purpose, act=Consent.Act.REQUESTED).exists():
        subscription.update(state=Subscription.State.PENDING, confirmed_at=None)
    else:
        subscription.delete()
    record_consent(
        subscriber,
        purpose=purpose,
        act=Consent.Act.WITHDRAWN,
        source=Consent.Source.IMPORT,
        proof=f"{run.name[:200]}, undone",
    )
