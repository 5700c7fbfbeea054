"""Judges again the hits of the last quarter of an hour, by what came beside them; then lets go.

The verdict changes in the event and in the counters at once; the second goes with the young hit.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When

from campaigns.models import Delivery, Event, Link, YoungHit
from campaigns.tracking import tallies
from campaigns.tracking.bursts import judge_again
from campaigns.tracking.rows import Row

CLICK = Event.Kind.CLICK.value
MACHINE = Event.Verdict.MACHINE.value
# One such hit makes those beside it worth a second look.
TELLING = ("head", "honeypot")
YOUNG = timedelta(minutes=15)
SETTLED_AT_ONCE = 50_000


def settle(now: datetime) -> int:
    """Judges hits older than the window a last time, then drops their seconds for good."""
    old = YoungHit.objects.filter(at__lt=now - YOUNG).order_by("at")
    settled = 0
    while first := old.values_list("at", flat=True).first():
        rest = list(old.values_list("at", flat=True)[SETTLED_AT_ONCE : SETTLED_AT_ONCE + 1])
        chosen = old.filter(at__lt=max(rest[0], first + timedelta(minutes=1))) if rest else old
        settled += _settle(chosen)
    return settled


@transaction.atomic
def _settle(old: QuerySet[YoungHit]) -> int:
    """Hits of several web machines meet here, and outcomes stored after the hit."""
    named = old.order_by().exclude(rule="flood")
    accepted = Delivery.objects.filter(pk=OuterRef("delivery")).values("settled_at")
    telling = named.filter(rule__in=TELLING).values_list(*PLACE)
    early = named.filter(at__lt=Subquery(accepted)).values_list(*PLACE)
    suspects = dict(_several(named.filter(kind=CLICK)).values_list(*PLACE).union(early, telling))
    tallies.lock(suspects.values())
    judge_young(set(suspects))
    return old.order_by().delete()[0]


PLACE = ("delivery", "campaign")


def suspects(rows: Sequence[Row]) -> set[int]:
    """Whose hits are worth a second look at once: one click alone shows nothing. Times of
    acceptance are looked at in the end, when the last outcome is stored."""
    named = [row for row in rows if row.delivery_id and row.rule != "flood"]
    headed = {row.delivery_id for row in named if row.rule in TELLING and row.delivery_id}
    clickers = {row.delivery_id for row in named if row.kind == CLICK and row.delivery_id}
    if not clickers:
        return headed
    clicks = YoungHit.objects.filter(delivery__in=clickers, kind=CLICK)
    return headed.union(_several(clicks).values_list("delivery", flat=True))


def _several(clicks: QuerySet[YoungHit]) -> QuerySet:
    """Those who clicked more than once."""
    return clicks.values(*PLACE).annotate(clicks=Count("event")).filter(clicks__gt=1)


def judge_young(deliveries: set[int]) -> int:
    """Judges all young hits of these deliveries together; returns how many were unmasked.

    Needs the lock on the tallies of their campaigns.
    """
    if not deliveries:
        return 0
    hits: dict[int, list[YoungHit]] = {}
    for hit in YoungHit.objects.filter(delivery__in=deliveries).exclude(rule="flood"):
        hits.setdefault(hit.delivery, []).append(hit)
    unmasked: dict[str, list[YoungHit]] = {}
    for delivery, (accepted_at, links) in _circumstances(set(hits)).items():
        found = judge_again(hits[delivery], accepted_at=accepted_at, links=links)
        for hit in hits[delivery]:
            if hit.event in found:
                unmasked.setdefault(found[hit.event], []).append(hit)
    for rule, machines in unmasked.items():
        _mark(machines, rule)
    changed = [hit for machines in unmasked.values() for hit in machines]
    _count_again(changed)
    return len(changed)


def _mark(machines: list[YoungHit], rule: str) -> None:
    """The months are named, so that a partitioned table is looked up in these alone."""
    events = [hit.event for hit in machines]
    minutes = [hit.at.replace(second=0) for hit in machines]
    span = (min(minutes), max(minutes))
    Event.objects.filter(pk__in=events, at__range=span).update(verdict=MACHINE, rule=rule)
    deliveries = {hit.delivery for hit in machines}
    young = YoungHit.objects.filter(delivery__in=deliveries, event__in=events)
    young.update(verdict=MACHINE, rule=rule)


def _count_again(unmasked: list[YoungHit]) -> None:
    """They were counted as `verdict` says, and are a machine's now."""
    if not unmasked:
        return
    changes: Counter[tallies.Counted] = Counter()
    for hit in unmasked:
        minute = hit.at.replace(second=0)
        counted = tallies.Counted(hit.campaign, hit.kind, hit.link or 0, minute, hit.verdict)
        changes[counted] -= 1
        changes[counted._replace(verdict=MACHINE)] += 1
    tallies.add(changes)
    tallies.drop_readers(
        {
            tallies.Reader(hit.delivery, hit.kind): hit.campaign
            for hit in unmasked
            if hit.verdict == tallies.PERSON
        }
    )


def _circumstances(deliveries: set[int]) -> dict[int, tuple[datetime | None, int]]:
    """When each was accepted (None when nobody knows) and how many links its campaign has.

    Of a doubt that news settled, only the moment of the news is known: the mail had arrived.
    """
    seen = Q(state=Delivery.State.ACCEPTED) & ~Q(reason=Delivery.Reason.REPORTED)
    rows = Delivery.objects.filter(pk__in=deliveries).values_list(
        "pk", "campaign", Case(When(seen, then="settled_at"))
    )
    found = list(rows)
    campaigns = {campaign for _pk, campaign, _at in found}
    links = dict(
        Link.objects.filter(campaign__in=campaigns)
        .exclude(number=Link.TRAP)
        .values_list("campaign")
        .annotate(Count("pk"))
        .order_by()
    )
    return {pk: (at, links.get(campaign, 0)) for pk, campaign, at in found}
