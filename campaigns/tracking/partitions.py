"""The months of the table of events, on PostgreSQL: made ahead, made when needed, dropped whole.

A row without a month goes to the partition for the rest, and from there to its month as soon as
that is made: nothing is ever refused. On SQLite the table is one, and none of this does anything
but forget.
"""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from campaigns.models import Event

TABLE = Event._meta.db_table
REST = f"{TABLE}_rest"
MONTHS_AHEAD = 2
# A clock far out of order makes no hundred partitions: its hits stay in the rest.
OLDEST_YEARS = 10
# Whoever reads all events (a dump) keeps the table's lock for long; hits do not wait for it.
LOCK_WAIT = "2s"
DELETED_AT_ONCE = 10_000
HITS = (Event.Kind.OPEN.value, Event.Kind.CLICK.value)

logger = logging.getLogger(__name__)


def make_room(moments: Iterable[datetime]) -> int:
    """Partitions for the months of these moments; returns how many were made."""
    if connection.vendor != "postgresql":
        return 0
    now = timezone.now()
    soonest, latest = month_of(now, -12 * OLDEST_YEARS), month_of(now, MONTHS_AHEAD)
    months = {month_of(moment) for moment in moments}
    wanted = {month for month in months if soonest <= month <= latest}
    missing = {month for month in wanted if _name(month) not in _partitions()} if wanted else ()
    return sum(_make(month) for month in sorted(missing))


def make_room_ahead() -> int:
    """To be called every day: this month's partition, and those of the next."""
    return make_room(month_of(timezone.now(), ahead) for ahead in range(MONTHS_AHEAD + 1))


def hits_before(day: datetime) -> QuerySet[Event]:
    """Openings and clicks of whole months that ended before that day."""
    return Event.objects.filter(at__lt=month_of(day), kind__in=HITS)


def forget_before(day: datetime) -> int:
    """Takes them away, by the month on PostgreSQL; returns how many went. Departures stay."""
    count = 0
    if connection.vendor == "postgresql":
        old = {name for name in _partitions() if name != REST and name < _name(month_of(day))}
        try:
            for name in sorted(old):
                count += _drop(name)
        except OperationalError:
            logger.warning("Old months stay for now: the table of events is in use")
            return count
    return count + _delete(hits_before(day))


def month_of(moment: datetime, ahead: int = 0) -> datetime:
    moment = moment.astimezone(UTC)
    years, month = divmod(moment.month - 1 + ahead, 12)
    return datetime(moment.year + years, month + 1, 1, tzinfo=UTC)


def _name(month: datetime) -> str:
    return f"{TABLE}_{month:%Y_%m}"


def _partitions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE i.inhparent = %s::regclass",
            [TABLE],
        )
        return {name for (name,) in cursor.fetchall()}


def _make(month: datetime) -> bool:
    """False when somebody else just made it, or when the table is not to be had for now."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
            # Nobody may add to the rest what is on its way out of it.
            cursor.execute(f"LOCK TABLE {REST} IN ACCESS EXCLUSIVE MODE")
            if _name(month) in _partitions():
                return False
            _attach(cursor, _name(month), month, month_of(month, 1))
    except OperationalError:
        logger.warning("No partition for %s yet: the table of events is in use", _name(month))
        return False
    return True


def _attach(cursor: Any, name: str, begin: datetime, end: datetime) -> None:
    cursor.execute(f"CREATE TABLE {name} (LIKE {TABLE} INCLUDING DEFAULTS)")
    cursor.execute(
        f"WITH moved AS (DELETE FROM {REST} WHERE at >= %s AND at < %s RETURNING *) "
        f"INSERT INTO {name} SELECT * FROM moved",
        [begin, end],
    )
    # With it the table need not be read once more to be attached.
    cursor.execute(f"ALTER TABLE {name} ADD CHECK (at >= %s AND at < %s)", [begin, end])
    cursor.execute(
        f"ALTER TABLE {TABLE} ATTACH PARTITION {name} FOR VALUES FROM (%s) TO (%s)", [begin, end]
    )


@transaction.atomic
def _drop(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
        cursor.execute(f"LOCK TABLE ONLY {TABLE} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(
            f"CREATE TEMPORARY TABLE departures AS SELECT * FROM {name} WHERE kind <> ALL(%s)",
            [list(HITS)],
        )
        cursor.execute(f"SELECT count(*) FROM {name} WHERE kind = ANY(%s)", [list(HITS)])
        [count] = cursor.fetchone()
        cursor.execute(f"DROP TABLE {name}")
        cursor.execute(f"INSERT INTO {TABLE} SELECT * FROM departures")
        cursor.execute("DROP TABLE departures")
    return count


def _delete(old: QuerySet[Event]) -> int:
    """A few at a time: whoever else writes does not wait for long."""
    count = last = 0
    ids = old.order_by("pk").values_list("pk", flat=True)
    while found := list(ids.filter(pk__gt=last)[:DELETED_AT_ONCE]):
        count += old.filter(pk__gt=last, pk__lte=found[-1]).delete()[0]
        last = found[-1]
    return count
