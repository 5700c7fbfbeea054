"""Puts many events into the table at once, by the fastest way of each database."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from campaigns.models import Event, YoungHit
from campaigns.sending.statements import numbers


class Row(NamedTuple):
    """An event on its way into the table: a model instance costs thirty times as much.

    `second`, of the minute `at`, is for hits that name a delivery: they may be judged again.
    """

    kind: str
    campaign_id: int
    delivery_id: int | None
    link_id: int | None
    at: datetime
    second: int | None
    verdict: str
    rule: str


EVENTS = f"{Event._meta.db_table} (id, kind, campaign_id, delivery_id, link_id, at, verdict, rule)"
YOUNG = f"{YoungHit._meta.db_table} (event, kind, campaign, delivery, link, at, verdict, rule)"
COLUMNS = 8
NULL = "\\N"


def insert_events(rows: Sequence[Row]) -> None:
    """In the caller's transaction. Signals are not sent, keys are not read back."""
    if not rows:
        return
    with connection.cursor() as cursor:
        ids = _free_ids(cursor, len(rows))
        if connection.vendor == "postgresql":
            _copy(cursor, rows, ids)
        else:
            _insert(cursor, rows, ids)


def as_table(ids: Iterable[int]) -> tuple[str, Any]:
    """A table of one column, `value`, with one parameter however many ids there are, and that."""
    if connection.vendor == "postgresql":
        return "unnest(%s::bigint[]) AS given(value)", numbers(ids)
    return "json_each(%s)", numbers(ids)


def _free_ids(cursor: Any, count: int) -> Iterable[int]:
    """Theirs alone: on SQLite the caller's transaction is the only one that writes."""
    table = Event._meta.db_table
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT nextval(ids) FROM generate_series(1, %s), "
            "(SELECT pg_get_serial_sequence(%s, 'id')::regclass AS ids OFFSET 0) AS sequence",
            [count, table],
        )
        return [number for (number,) in cursor.fetchall()]
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    last = (cursor.fetchone() or (0,))[0]
    return range(last + 1, last + 1 + count)


def _copy(cursor: Any, rows: Sequence[Row], ids: Iterable[int]) -> None:
    """In COPY's text format, which needs no conversion by type: three times as fast."""
    minutes = {at: f"{at.astimezone(UTC):%Y-%m-%d %H:%M}" for at in {row.at for row in rows}}
    events, young = [], []
    for pk, row in zip(ids, rows, strict=True):
        kind, campaign, delivery, link, at, second, verdict, rule = row
        who = f"{pk}\t{kind}\t{campaign}\t{delivery or NULL}\t{link or NULL}\t{minutes[at]}"
        events.append(f"{who}:00+00\t{verdict}\t{rule}\n")
        if second is not None:
            young.append(f"{who}:{second:02}+00\t{verdict}\t{rule}\n")
    for table, lines in ((EVENTS, events), (YOUNG, young)):
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            copy.write("".join(lines))


def _insert(cursor: Any, rows: Sequence[Row], ids: Iterable[int]) -> None:
    time_of = connection.ops.adapt_datetimefield_value
    marks = ", ".join(["%s"] * COLUMNS)
    events, young = [], []
    for pk, row in zip(ids, rows, strict=True):
        kind, campaign, delivery, link, at, second, verdict, rule = row
        who, judged = (pk, kind, campaign, delivery, link), (verdict, rule)
        events.append((*who, time_of(at), *judged))
        if second is not None:
            young.append((*who, time_of(at + timedelta(seconds=second)), *judged))
    cursor.executemany(f"INSERT INTO {EVENTS} VALUES ({marks})", events)
    cursor.executemany(f"INSERT INTO {YOUNG} VALUES ({marks})", young)
