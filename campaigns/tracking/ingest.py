"""Moves this machine's hits from its spool into the database, each exactly once.

The rows and how far the file was read are written in one transaction: killed at any point, the
next pass begins where the last commit stood. Rows appear at once, so that a report follows; the
verdicts of identified hits may still change to machine for 15 minutes (see judge_young).
"""

import fcntl
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from campaigns.models import Delivery, Event, Link, SpoolPosition
from campaigns.tracking import tallies
from campaigns.tracking.bursts import YoungHit, flooded, judge_again
from campaigns.tracking.hits import parse
from campaigns.tracking.naming import CLICK, rows_of
from campaigns.tracking.rows import Row, insert_events
from campaigns.tracking.spool import segments

BATCH_BYTES = 512 * 1024
MACHINE = Event.Verdict.MACHINE.value
# One such hit makes those beside it worth a second look.
TELLING = ("head", "honeypot")
YOUNG = timedelta(minutes=15)
# No file waits this long to be read: its writer leaves it after five minutes.
POSITIONS_KEPT = timedelta(days=90)

logger = logging.getLogger(__name__)


def ingest_spool(*, now: datetime | None = None) -> int:
    """One pass over this machine's files; returns how many rows it made."""
    folder = Path(settings.SPOOL_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        count = sum(_ingest_segment(path) for path in segments(folder))
    settle(now or timezone.now())
    return count


def settle(now: datetime) -> int:
    """Judges hits older than the window a last time, then drops their seconds for good."""
    old = Event.objects.filter(second__isnull=False, at__lte=now - YOUNG - timedelta(minutes=1))
    settled = 0
    for minute in old.order_by("at").values_list("at", flat=True).distinct():
        _judge_minute(minute)
        settled += old.filter(at=minute).update(second=None)
    return settled


def judge_young(deliveries: set[int]) -> int:
    """Judges all young hits of these deliveries together; returns how many were unmasked.

    Needs the lock on the tallies of their campaigns.
    """
    if not deliveries:
        return 0
    young = Event.objects.filter(delivery__in=deliveries, second__isnull=False)
    events = {event.pk: event for event in young.exclude(rule="flood")}
    hits: dict[int, list[YoungHit]] = {}
    for event in events.values():
        assert event.delivery_id is not None
        exact = event.at + timedelta(seconds=event.second or 0)
        hit = YoungHit(event.pk, event.kind, event.link_id, exact, event.verdict, event.rule)
        hits.setdefault(event.delivery_id, []).append(hit)
    unmasked: dict[str, list[Event]] = {}
    for delivery, (accepted_at, links) in _circumstances(set(hits)).items():
        found = judge_again(hits[delivery], accepted_at=accepted_at, links=links)
        for pk, rule in found.items():
            unmasked.setdefault(rule, []).append(events[pk])
    for rule, machines in unmasked.items():
        Event.objects.filter(pk__in=[event.pk for event in machines]).update(
            verdict=MACHINE, rule=rule
        )
    changed = [event for machines in unmasked.values() for event in machines]
    _count_again(changed)
    return len(changed)


def _count_again(unmasked: list[Event]) -> None:
    """They were counted as `verdict` says, and are a machine's now."""
    if not unmasked:
        return
    changes: Counter[tallies.Counted] = Counter()
    for event in unmasked:
        counted = tallies.Counted(
            event.campaign_id, event.kind, event.link_id or 0, event.at, event.verdict
        )
        changes[counted] -= 1
        changes[counted._replace(verdict=MACHINE)] += 1
    tallies.add(changes)
    tallies.drop_readers(
        {
            tallies.Reader(event.delivery_id, event.kind): event.campaign_id
            for event in unmasked
            if event.delivery_id and event.verdict == tallies.PERSON
        }
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """A second process on the same spool waits for its turn."""
    with (folder / "ingest.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _ingest_segment(path: Path) -> int:
    position, _created = SpoolPosition.objects.get_or_create(segment=path.name)
    count, offset = 0, position.offset
    with path.open("rb") as file:
        # Asked before reading: whatever a writer added before it left is read below. The lock
        # stays until the file is gone, since a writer may be about to take a new, empty one.
        is_left = _is_left(file)
        file.seek(offset)
        while lines := _whole_lines(file.readlines(BATCH_BYTES)):
            end = offset + sum(map(len, lines))
            count += _store(position, lines, offset, end)
            offset = end
            file.seek(offset)
        if is_left:
            path.unlink()
    if is_left:
        position.delete()
        SpoolPosition.objects.filter(read_at__lt=timezone.now() - POSITIONS_KEPT).delete()
    return count


def _is_left(file: BinaryIO) -> bool:
    """Its writer is gone or has begun another file: nothing will be added any more."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _whole_lines(lines: list[bytes]) -> list[bytes]:
    """The last line may still be under way, or cut for ever by a full disk."""
    return lines if not lines or lines[-1].endswith(b"\n") else lines[:-1]


@transaction.atomic
def _store(position: SpoolPosition, lines: list[bytes], begin: int, end: int) -> int:
    moved = SpoolPosition.objects.filter(pk=position.pk, offset=begin).update(
        offset=end, read_at=timezone.now()
    )
    if not moved:
        raise RuntimeError("another process reads this spool")
    hits = [hit for hit in map(parse, lines) if hit is not None]
    if len(hits) != len(lines):
        logger.warning("%s lines of the spool were no hits", len(lines) - len(hits))
    rows = _with_floods(rows_of(hits))
    if not rows:
        return 0
    tallies.lock({row.campaign_id for row in rows})
    insert_events(rows)
    tallies.add(tallies.count_rows(rows))
    tallies.add_readers(_readers(rows))
    judge_young(_suspects(rows))
    return len(rows)


def _readers(rows: list[Row]) -> dict[tallies.Reader, int]:
    """With the campaign of each."""
    return {
        tallies.Reader(row.delivery_id, row.kind): row.campaign_id
        for row in rows
        if row.delivery_id and row.verdict == tallies.PERSON
    }


def _with_floods(rows: list[Row]) -> list[Row]:
    loops = flooded((row.delivery_id, row.at) for row in rows if row.delivery_id)
    if not loops:
        return rows
    return [
        row._replace(verdict=Event.Verdict.MACHINE.value, rule="flood")
        if (row.delivery_id, row.at) in loops
        else row
        for row in rows
    ]


def _suspects(rows: list[Row]) -> set[int]:
    """Whose hits are worth a second look at once: one click alone shows nothing. Times of
    acceptance are looked at in the end, when the last outcome is stored."""
    named = [row for row in rows if row.delivery_id and row.rule != "flood"]
    headed = {row.delivery_id for row in named if row.rule in TELLING and row.delivery_id}
    clickers = {row.delivery_id for row in named if row.kind == CLICK and row.delivery_id}
    if not clickers:
        return headed
    several = (
        Event.objects.filter(delivery__in=clickers, kind=Event.Kind.CLICK, second__isnull=False)
        .values_list("delivery", flat=True)
        .annotate(Count("pk"))
        .filter(pk__count__gt=1)
    )
    return headed.union(delivery for delivery in several if delivery)


@transaction.atomic
def _judge_minute(minute: datetime) -> None:
    """Hits of several web machines meet here, and outcomes stored after the hit."""
    named = Event.objects.filter(at=minute, second__isnull=False).exclude(rule="flood")
    clickers = named.filter(kind=Event.Kind.CLICK).values_list("delivery", "campaign")
    several = clickers.annotate(Count("pk")).filter(pk__count__gt=1).values_list(*PLACE)
    early = named.filter(at__lt=F("delivery__settled_at")).values_list(*PLACE)
    telling = named.filter(rule__in=TELLING).values_list(*PLACE)
    suspects = dict(several.union(early, telling))
    tallies.lock(suspects.values())
    judge_young(set(suspects))


PLACE = ("delivery", "campaign")


def _circumstances(deliveries: set[int]) -> dict[int, tuple[datetime | None, int]]:
    """When each was accepted (None when nobody knows) and how many links its campaign has."""
    rows = Delivery.objects.filter(pk__in=deliveries).values_list(
        "pk", "campaign", "state", "settled_at"
    )
    found = list(rows)
    campaigns = {campaign for _pk, campaign, _state, _at in found}
    links = dict(
        Link.objects.filter(campaign__in=campaigns)
        .exclude(number=Link.TRAP)
        .values_list("campaign")
        .annotate(Count("pk"))
        .order_by()
    )
    return {
        pk: (at if state == Delivery.State.ACCEPTED else None, links.get(campaign, 0))
        for pk, campaign, state, at in found
    }
