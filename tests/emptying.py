"""Empties the test database after a test that committed, and leaves what migrating made.

Django deletes the kinds of records, permissions and roles too and has every app make them anew;
on PostgreSQL it truncates a hundred and fifty tables besides, which makes as many new files.
"""

from typing import Any

from django.core.management.commands import flush
from django.db.backends.base.base import BaseDatabaseWrapper

KEPT = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}
KEPT |= {"crm_databaseidentity"}


def empty_lightly(connection: BaseDatabaseWrapper) -> None:
    """From here on, for `flush`."""
    usual = connection.ops.sql_flush

    def sql_flush(style: Any, tables: list[str], **options: Any) -> list[str]:
        emptied = [table for table in tables if table not in KEPT]
        if connection.vendor == "postgresql":
            return ["SET CONSTRAINTS ALL DEFERRED", *_deletions(connection, emptied)]
        return usual(style, emptied, **options)

    connection.ops.sql_flush = sql_flush
    flush.emit_post_migrate_signal = lambda *_args, **_options: None


def _deletions(connection: BaseDatabaseWrapper, tables: list[str]) -> list[str]:
    """Of the tables that hold anything; references are checked when all is gone."""
    quote = connection.ops.quote_name
    looks = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {quote(table)})" for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        return [f"DELETE FROM {quote(table)}" for (table,) in cursor.fetchall()]
