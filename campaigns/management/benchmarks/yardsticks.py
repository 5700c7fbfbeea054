"""What the bare database does on this machine, without checks, ledger or Django: to measure by.

The limits in rows a second were set on another machine, whose own rates stand in `THERE`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from campaigns.importing.staging import load
from campaigns.management.benchmarks.stopwatch import stopwatch

CLAIMED_AT_ONCE = 500
EVENTS_AT_ONCE = 1_000
# Rows a second on the machine of the limits.
THERE = {
    "postgresql": {"copied": 295_000, "claimed": 50_000, "events": 177_000},
    "sqlite": {"copied": 2_250_000, "claimed": 367_000, "events": 467_000},
}
PEOPLE = """
CREATE TABLE bare_person ({id}, email text, address text UNIQUE, address_hash text UNIQUE,
    first_name text, last_name text, language text, state text)
"""
RECIPIENTS = """
CREATE TABLE bare_recipient ({id}, campaign bigint, person bigint, address text, state text,
    owner text, UNIQUE (campaign, person))
"""
EVENTS = """
CREATE TABLE bare_event ({id}, kind text, campaign bigint, delivery bigint, link bigint,
    at timestamp, verdict text)
"""
COPY = """
INSERT INTO bare_recipient (campaign, person, address, state, owner)
SELECT 1, id, address, 'pending', '' FROM bare_person
"""
CLAIM = """
UPDATE bare_recipient SET state = 'claimed', owner = 'worker' WHERE id IN (
    SELECT id FROM bare_recipient WHERE state = 'pending' ORDER BY id LIMIT %s {skip_locked})
RETURNING id
"""
MARK = "UPDATE bare_recipient SET state = 'accepted', owner = '' WHERE id {within}"


def bare_rates(rows: int) -> dict[str, float]:
    """Rows a second, by the names of `THERE`."""
    with _tables():
        rates = {
            "inserted": rows / _seconds(_insert, rows),
            "copied": rows / _seconds(_copy, rows),
        }
        _tell_planner()
        rates["claimed"] = rows / _seconds(_claim_and_mark, rows)
        rates["events"] = rows / _seconds(_insert_events, rows)
        return rates


def _seconds(move: Callable[[int], None], rows: int) -> float:
    with stopwatch() as taken:
        move(rows)
    return taken.seconds


@contextmanager
def _tables() -> Iterator[None]:
    is_postgresql = connection.vendor == "postgresql"
    key = "id bigserial PRIMARY KEY" if is_postgresql else "id integer PRIMARY KEY"
    with connection.cursor() as cursor:
        for table in (PEOPLE, RECIPIENTS, EVENTS):
            cursor.execute(table.format(id=key))
        cursor.execute("CREATE INDEX bare_waiting ON bare_recipient (campaign, state)")
        cursor.execute("CREATE INDEX bare_hits ON bare_event (campaign, kind, delivery)")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name in ("bare_person", "bare_recipient", "bare_event"):
                cursor.execute(f"DROP TABLE {name}")


@transaction.atomic
def _insert(rows: int) -> None:
    columns = ("email", "address", "address_hash", "first_name", "last_name", "language", "state")
    people: list[Any] = [
        (f"u{n}@example.org", f"u{n}@example.org", f"{n * 7919:032x}", "Zoé", "Martin", "fr", "ok")
        for n in range(rows)
    ]
    load("bare_person", columns, people)


def _copy(rows: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COPY)


def _tell_planner() -> None:
    """Else PostgreSQL sorts all that wait for each claim."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bare_recipient")


def _claim_and_mark(rows: int) -> None:
    """In two short transactions a portion, as a worker without a fence would."""
    is_postgresql = connection.vendor == "postgresql"
    claim = CLAIM.format(skip_locked="FOR UPDATE SKIP LOCKED" if is_postgresql else "")
    one_each = "= ANY (%s)" if is_postgresql else "IN (SELECT value FROM json_each(%s))"
    with connection.cursor() as cursor:
        while True:
            cursor.execute(claim, [CLAIMED_AT_ONCE])
            ids = [pk for (pk,) in cursor.fetchall()]
            if not ids:
                return
            given = ids if is_postgresql else f"[{','.join(map(str, ids))}]"
            cursor.execute(MARK.format(within=one_each), [given])


def _insert_events(rows: int) -> None:
    columns = ("kind", "campaign", "delivery", "link", "at", "verdict")
    at = "2026-01-01 12:00:00"
    for begin in range(0, rows, EVENTS_AT_ONCE):
        portion: list[Any] = [
            ("open", 1, begin + n, None, at, "person")
            for n in range(min(EVENTS_AT_ONCE, rows - begin))
        ]
        with transaction.atomic():
            load("bare_event", columns, portion)
