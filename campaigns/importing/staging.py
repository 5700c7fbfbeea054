"""Holds the good rows of a file in temporary tables, where no lock is taken, until all are read.

Plain SQL in statements that SQLite and PostgreSQL both understand: a million rows must pass.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from campaigns.importing.rows import StagedRow

ROWS = """
CREATE TEMPORARY TABLE import_row (
    line integer PRIMARY KEY, email text, address text, address_hash text, first_name text,
    last_name text, language text, territory_id bigint, opens text, clicks text,
    given_at timestamp with time zone)
"""
TAGS = """
CREATE TEMPORARY TABLE import_tag (line integer, number integer, PRIMARY KEY (line, number))
"""
TAG_NUMBERS = """
CREATE TEMPORARY TABLE import_tag_number (number integer PRIMARY KEY, tag_id bigint)
"""
TABLES = ("import_row", "import_tag", "import_tag_number", "import_plan")
BATCH = 5_000


@contextmanager
def staging() -> Iterator["Staging"]:
    _drop_tables()
    try:
        with connection.cursor() as cursor:
            for statement in (ROWS, TAGS, TAG_NUMBERS):
                cursor.execute(statement)
        yield Staging()
    finally:
        if not connection.needs_rollback:
            _drop_tables()


def _drop_tables() -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


class Staging:
    def __init__(self) -> None:
        self.tag_numbers: dict[str, tuple[int, str]] = {}
        self._rows: list[StagedRow] = []
        self._tags: list[tuple[int, int]] = []

    def add(self, row: StagedRow, tags: list[str]) -> None:
        if row.given_at is not None:
            given_at = connection.ops.adapt_datetimefield_value(row.given_at)
            row = row._replace(given_at=given_at)
        self._rows.append(row)
        for number in {self._number(tag) for tag in tags}:
            self._tags.append((row.line, number))
        if len(self._rows) >= BATCH:
            self.flush()

    def _number(self, tag: str) -> int:
        """Tags compare without regard to capitals, as TAGGIT_CASE_INSENSITIVE has it."""
        return self.tag_numbers.setdefault(tag.casefold(), (len(self.tag_numbers), tag))[0]

    def flush(self) -> None:
        load("import_row", StagedRow._fields, self._rows)
        load("import_tag", ("line", "number"), self._tags)
        self._rows.clear()
        self._tags.clear()


def load(table: str, columns: tuple[str, ...], rows: list[Any]) -> None:
    """COPY on PostgreSQL; on SQLite a deferred transaction, which locks only temporary tables."""
    if not rows:
        return
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.execute("SAVEPOINT import_load")
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)
        cursor.execute("RELEASE SAVEPOINT import_load")
