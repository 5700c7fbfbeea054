"""Moves this machine's hits from its spool into the database, each exactly once.

The rows and how far the file was read are written in one transaction: killed at any point, the
next pass begins where the last commit stood. Rows appear at once, so that a report follows; the
verdicts of identified hits may still change to machine for 15 minutes (see young.py).
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaigns.models import Event, SpoolPosition
from campaigns.tracking import tallies
from campaigns.tracking.bursts import flooded
from campaigns.tracking.hits import Hit, parse
from campaigns.tracking.naming import rows_of
from campaigns.tracking.partitions import make_room
from campaigns.tracking.rows import Row, insert_events
from campaigns.tracking.spool import segments
from campaigns.tracking.young import judge_young, settle, suspects

BATCH_BYTES = 512 * 1024
A_DAY = 24 * 60 * 60
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
            count += _store(position, _hits_of(lines), offset, end)
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


def _hits_of(lines: list[bytes]) -> list[Hit]:
    hits = [hit for hit in map(parse, lines) if hit is not None]
    if len(hits) != len(lines):
        logger.warning("%s lines of the spool were no hits", len(lines) - len(hits))
    make_room(datetime.fromtimestamp(day * A_DAY, UTC) for day in {h.at // A_DAY for h in hits})
    return hits


@transaction.atomic
def _store(position: SpoolPosition, hits: list[Hit], begin: int, end: int) -> int:
    moved = SpoolPosition.objects.filter(pk=position.pk, offset=begin).update(
        offset=end, read_at=timezone.now()
    )
    if not moved:
        raise RuntimeError("another process reads this spool")
    rows = _with_floods(rows_of(hits))
    if not rows:
        return 0
    tallies.lock({row.campaign_id for row in rows})
    insert_events(rows)
    tallies.add(tallies.count_rows(rows))
    tallies.add_readers(_readers(rows))
    judge_young(suspects(rows))
    return len(rows)


def _readers(rows: list[Row]) -> dict[tuple[int, str], set[int]]:
    """Deliveries by campaign and kind."""
    found: dict[tuple[int, str], set[int]] = {}
    for row in rows:
        if row.delivery_id and row.verdict == tallies.PERSON:
            found.setdefault((row.campaign_id, row.kind), set()).add(row.delivery_id)
    return found


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
