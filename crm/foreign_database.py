"""Does the database hold another program's tables? Looked up before anything is written to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

ROOMS = {"crm", "campaigns", "cms", "media_kit"}
RECORD = "django_migrations"
FIRST = ("contenttypes", "0001_initial")
# With a user model of our own Django never makes this one.
OTHERS_ACCOUNTS = "auth_user"
# The queue may live in the same database and come first.
QUEUE = "huey_"

Migrations = set[tuple[str, str]]


def is_foreign(connection: BaseDatabaseWrapper) -> bool:
    """An empty one is not, nor one that was stopped in the midst of its first migration."""
    tables, applied = _seen(connection)
    if any(app in ROOMS for app, _name in applied):
        return False
    if not applied:
        return RECORD not in tables and not all(table.startswith(QUEUE) for table in tables)
    return OTHERS_ACCOUNTS in tables or not _begins_as_ours(applied)


def _seen(connection: BaseDatabaseWrapper) -> tuple[set[str], Migrations]:
    if connection.vendor == "sqlite":
        return _seen_in_file(Path(connection.settings_dict["NAME"]))
    tables = set(connection.introspection.table_names())
    applied = MigrationRecorder(connection).applied_migrations() if RECORD in tables else ()
    return tables, set(applied)


def _seen_in_file(path: Path) -> tuple[set[str], Migrations]:
    """Django's own connection would put the file into another journal mode, for good."""
    if not path.is_file():
        return set(), set()
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            named = "SELECT name FROM sqlite_master WHERE type = 'table'"
            tables = {name for (name,) in file.execute(named) if not name.startswith("sqlite_")}
            applied = file.execute(f"SELECT app, name FROM {RECORD}") if RECORD in tables else ()
            return tables, set(applied)
    except sqlite3.Error as error:
        raise DatabaseError(str(error)) from error


def _begins_as_ours(applied: Migrations) -> bool:
    """By names alone: some of Wagtail's migrations open the database when they are imported."""
    apps_here = {each.label for each in apps.get_app_configs()}
    return FIRST in applied and apps_here.issuperset(app for app, _name in applied)
