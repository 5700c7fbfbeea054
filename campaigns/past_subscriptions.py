"""Who received letters on a given day, whatever became of them since.

Those who came back and those who were erased count on the days on which they were there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from campaigns.models import PastSubscription, Subscription
from crm.standing import standing

Stay = tuple[date, date]


def people_on(day: date) -> int:
    """At the end of the day, however many letters each of them received."""
    night = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    there = Q(unsubscribed_at=None) | Q(unsubscribed_at__gte=night)
    rows = Subscription.objects.filter(there, confirmed_at__lt=night)
    past = PastSubscription.objects.filter(standing(day, began="joined_on", ended="left_on"))
    returned = past.exclude(subscriber=None)
    known = rows.values("subscriber").union(returned.values("subscriber"))
    erased = past.filter(subscriber=None, newsletter=None)
    return known.count() + erased.count()


def keep(subscription: Subscription) -> None:
    """Before the row is written over by a return: the stay that had ended."""
    if stay := _stay(subscription):
        PastSubscription.objects.create(
            subscriber_id=subscription.subscriber_id,
            newsletter_id=subscription.newsletter_id,
            joined_on=stay[0],
            left_on=stay[1],
        )


def keep_nameless(subscriptions: QuerySet[Subscription]) -> None:
    """Before the rows go with an erased person: by letter, and once for all letters."""
    stays: dict[int | None, list[Stay]] = defaultdict(list)
    kept = []
    for row in subscriptions:
        if stay := _stay(row):
            stays[row.subscriber_id].append(stay)
            kept.append(_nameless(stay, row.newsletter_id))
    past = PastSubscription.objects.filter(subscriber__in=subscriptions.values("subscriber"))
    for earlier in past:
        stays[earlier.subscriber_id].append((earlier.joined_on, earlier.left_on))
    kept += [_nameless(stay) for theirs in stays.values() for stay in _together(theirs)]
    past.update(subscriber=None)
    PastSubscription.objects.bulk_create(kept)


def _nameless(stay: Stay, newsletter: int | None = None) -> PastSubscription:
    return PastSubscription(newsletter_id=newsletter, joined_on=stay[0], left_on=stay[1])


def _stay(row: Subscription) -> Stay | None:
    """None for whom the letter never reached; whoever is there leaves today."""
    if row.confirmed_at is None:
        return None
    left_at = row.unsubscribed_at or timezone.now()
    return timezone.localdate(row.confirmed_at), timezone.localdate(left_at)


def _together(stays: Iterable[Stay]) -> Iterator[Stay]:
    """What overlaps as one: somebody with two letters is one person."""
    present: Stay | None = None
    for joined_on, left_on in sorted(stays):
        if present is None or joined_on > present[1]:
            if present:
                yield present
            present = joined_on, left_on
        else:
            present = present[0], max(present[1], left_on)
    if present:
        yield present
