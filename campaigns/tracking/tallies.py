"""Keeps a campaign's counters, in the transaction that adds its events or judges them again.

Whoever does so locks the campaign's tally first: two machines that read the first opens of one
mail must not both find that it was never opened. What is counted equals what a recount finds,
whenever nobody is counting.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import TruncHour
from django.utils import timezone

from campaigns.models import (
    Campaign,
    CampaignReader,
    CampaignTally,
    Delivery,
    Event,
    EventCount,
    TrackingClass,
    YoungHit,
)
from campaigns.models.tally import HOURS, LATER
from campaigns.tracking.rows import Row, as_table

AN_HOUR = timedelta(hours=1)
HITS = (Event.Kind.OPEN.value, Event.Kind.CLICK.value)
PERSON = Event.Verdict.PERSON.value
ADD = (
    f"INSERT INTO {EventCount._meta.db_table} AS kept "
    "(campaign_id, kind, link, hour, verdict, events) VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (campaign_id, kind, link, hour, verdict) "
    "DO UPDATE SET events = kept.events + excluded.events"
)


class Counted(NamedTuple):
    """What events are told apart by, before their hour is known."""

    campaign: int
    kind: str
    link: int
    at: datetime
    verdict: str


class Reader(NamedTuple):
    """A delivery one of whose hits of this kind was a person's."""

    delivery: int
    kind: str


def lock(campaigns: Iterable[int]) -> set[int]:
    """Until the transaction ends. Those never counted are counted from their events: returned."""
    ids = set(campaigns)
    tallies = CampaignTally.objects.filter(pk__in=ids)
    missing = ids.difference(tallies.values_list("pk", flat=True))
    CampaignTally.objects.bulk_create(
        [CampaignTally(pk=pk) for pk in sorted(missing)], ignore_conflicts=True
    )
    list(tallies.select_for_update().order_by("pk").values_list("pk"))
    for campaign in missing:
        _recount(campaign)
    return missing


def add(counts: Mapping[Counted, int]) -> None:
    """Needs the lock. A negative number takes off."""
    hour_of = _Hours({key.campaign for key in counts})
    by_hour: Counter[tuple[int, str, int, int, str]] = Counter()
    for (campaign, kind, link, at, verdict), number in counts.items():
        by_hour[campaign, kind, link, hour_of(campaign, at), verdict] += number
    _write(by_hour)
    CampaignTally.objects.filter(pk__in={key.campaign for key in counts}).update(
        changed_at=timezone.now()
    )


def count_rows(rows: Sequence[Row]) -> Counter[Counted]:
    counted = Counter(
        (row.campaign_id, row.kind, row.link_id or 0, row.at, row.verdict) for row in rows
    )
    return Counter({Counted(*key): number for key, number in counted.items()})


def add_readers(found: Mapping[tuple[int, str], Collection[int]]) -> None:
    """Needs the lock. Deliveries by campaign and kind; those known already change nothing."""
    fresh: Counter[tuple[int, str]] = Counter()
    with connection.cursor() as cursor:
        for (campaign, kind), deliveries in sorted(found.items()):
            table, wanted = as_table(sorted(deliveries))
            cursor.execute(
                f"INSERT INTO {CampaignReader._meta.db_table} (campaign_id, kind, delivery) "
                f"SELECT %s, %s, value FROM {table} WHERE true "
                "ON CONFLICT (campaign_id, kind, delivery) DO NOTHING",
                [campaign, kind, wanted],
            )
            fresh[campaign, kind] = cursor.rowcount
    _count_readers(fresh)


def drop_readers(unmasked: Mapping[Reader, int]) -> None:
    """Needs the lock. Those of them who have no person's hit left, with their campaigns."""
    theirs = {"campaign__in": set(unmasked.values())}
    hits = Event.objects.filter(delivery__in={reader.delivery for reader in unmasked}, **theirs)
    still = set(hits.filter(verdict=PERSON, kind__in=HITS).values_list("delivery", "kind"))
    lost: Counter[tuple[int, str]] = Counter()
    for kind in HITS:
        gone = {r.delivery: c for r, c in unmasked.items() if r.kind == kind and r not in still}
        CampaignReader.objects.filter(delivery__in=gone, kind=kind, **theirs).delete()
        lost.update({(campaign, kind): -n for campaign, n in Counter(gone.values()).items()})
    _count_readers(lost)


def forget(deliveries: Iterable[int]) -> None:
    """That they were read, in the transaction that takes their names off their hits."""
    mails = Delivery.objects.filter(pk__in=set(deliveries))
    theirs = CampaignReader.objects.filter(
        delivery__in=mails.values("pk"), campaign__in=mails.values("campaign")
    )
    with transaction.atomic():
        YoungHit.objects.filter(delivery__in=mails.values("pk")).delete()
        lock(theirs.values_list("campaign", flat=True))
        lost = Counter(theirs.values_list("campaign", "kind"))
        theirs.delete()
        _count_readers({key: -number for key, number in lost.items()})


def _count_readers(numbers: Mapping[tuple[int, str], int]) -> None:
    for (campaign, kind), number in numbers.items():
        column = "openers" if kind == Event.Kind.OPEN else "clickers"
        CampaignTally.objects.filter(pk=campaign).update(**{column: F(column) + number})


def count_departure(campaign: int, kind: str) -> None:
    """A bounce, complaint or unsubscription, in the transaction that has just added its event."""
    if campaign not in lock([campaign]):
        _write({(campaign, kind, 0, LATER, ""): 1})


def close(campaign: int) -> None:
    """Its hits are about to be forgotten: what was counted stays, who read it does not.

    Readers of mails in doubt stay, since it is not known yet whether they count.
    """
    with transaction.atomic():
        lock([campaign])
        arrived = Delivery.objects.filter(campaign=campaign, state=Delivery.State.ACCEPTED)
        readers = CampaignReader.objects.filter(campaign=campaign)
        readers.filter(delivery__in=arrived.values("pk")).delete()
        CampaignTally.objects.filter(pk=campaign).update(hits_forgotten_at=timezone.now())


def recount(campaign: int) -> None:
    """Makes the counters again from the events; those of hits that were forgotten stay."""
    with transaction.atomic():
        if campaign not in lock([campaign]):
            _recount(campaign)


def _recount(campaign: int) -> None:
    _recount_departures(campaign)
    tally = CampaignTally.objects.filter(pk=campaign)
    if not tally.filter(hits_forgotten_at__isnull=False).exists():
        _recount_hits(campaign)
    tally.update(changed_at=timezone.now())


def _recount_departures(campaign: int) -> None:
    events = Event.objects.filter(campaign=campaign).exclude(kind__in=HITS).order_by()
    counted = events.values_list("kind").annotate(
        mails=Count("delivery", distinct=True), erased=Count("pk", filter=Q(delivery=None))
    )
    EventCount.objects.filter(campaign=campaign).exclude(kind__in=HITS).delete()
    _write({(campaign, kind, 0, LATER, ""): mails + erased for kind, mails, erased in counted})


def _recount_hits(campaign: int) -> None:
    events = Event.objects.filter(campaign=campaign, kind__in=HITS).order_by()
    hour_of = _Hours({campaign})
    counts: Counter[tuple[int, str, int, int, str]] = Counter()
    hits = events.values_list("kind", "link", TruncHour("at", tzinfo=UTC), "verdict")
    for kind, link, at, verdict, number in hits.annotate(Count("pk")):
        counts[campaign, kind, link or 0, hour_of(campaign, at), verdict] += number
    EventCount.objects.filter(campaign=campaign, kind__in=HITS).delete()
    _write(counts)
    CampaignReader.objects.filter(campaign=campaign).delete()
    CampaignTally.objects.filter(pk=campaign).update(openers=0, clickers=0)
    for kind, tracked_by in zip(HITS, ("opens", "clicks"), strict=True):
        named = events.filter(kind=kind, verdict=PERSON)
        named = named.filter(**{f"delivery__{tracked_by}": TrackingClass.IDENTIFIED})
        deliveries = named.values_list("delivery", flat=True).distinct()
        add_readers({(campaign, kind): [delivery for delivery in deliveries if delivery]})


def _write(counts: Mapping[tuple[int, str, int, int, str], int]) -> None:
    rows = [(*key, number) for key, number in sorted(counts.items()) if number]
    with connection.cursor() as cursor:
        if rows:
            cursor.executemany(ADD, rows)


class _Hours:
    """Which clock hour of its campaign something happened in; UTC, so that none comes twice."""

    def __init__(self, campaigns: set[int]) -> None:
        began = Campaign.objects.filter(pk__in=campaigns).values_list("pk", "began_at")
        self.first = {
            pk: at.replace(minute=0, second=0, microsecond=0) for pk, at in began if at is not None
        }

    def __call__(self, campaign: int, at: datetime) -> int:
        first = self.first.get(campaign)
        return LATER if first is None else min(max((at - first) // AN_HOUR, 0), HOURS)
