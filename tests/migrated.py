"""Migrating takes half a minute: it is done once, and every test database is a copy.

Its name carries a hash of all migrations and pins, so that an old one is never used. As a program
it makes those of both kinds side by side, since each keeps one core busy.
"""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from shutil import copyfile
from typing import Any

import psycopg

from config.settings.test import ON_POSTGRESQL, ON_SQLITE

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "maille_migrated_"
# Models by the thousand that all live to the end: looking for garbage among them takes a fifth of
# the time.
MIGRATE = """
import gc, sys
from django.core.management import execute_from_command_line
gc.set_threshold(100_000, 50, 100)
execute_from_command_line(sys.argv)
"""


def is_sqlite(chosen: dict[str, Any]) -> bool:
    return chosen["ENGINE"].endswith("sqlite3")


def prepare(chosen: dict[str, Any]) -> None:
    """Makes what the others copy. To be called by one process, before the others start."""
    if is_sqlite(chosen):
        if not migrated_file().exists():
            _make_file()
    else:
        _make_database(chosen)


def prepare_both() -> None:
    """Where no PostgreSQL server answers, the tests that want one say so."""
    with ThreadPoolExecutor() as pool:
        on_postgresql = pool.submit(_make_database_if_possible)
        prepare(ON_SQLITE)
        on_postgresql.result()


def _make_database_if_possible() -> None:
    with suppress(psycopg.OperationalError):
        prepare(ON_POSTGRESQL)


def migrated_file() -> Path:
    return ROOT / "var" / f"{PREFIX}{_digest()}.sqlite3"


def migrated_database() -> str:
    return PREFIX + _digest()


def copy_file(target: Path) -> None:
    copyfile(migrated_file(), target)


def server(chosen: dict[str, Any]) -> str:
    """The address of the PostgreSQL server, without a database."""
    host, port = chosen["HOST"] or "127.0.0.1", chosen["PORT"] or 5432
    return f"postgres://{chosen['USER']}:{chosen['PASSWORD']}@{host}:{port}"


def _digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for migration in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(migration.read_bytes())
    return digest.hexdigest()[:16]


def _make_file() -> None:
    for old in migrated_file().parent.glob(f"{PREFIX}*.sqlite3"):
        old.unlink()
    migrated_file().parent.mkdir(exist_ok=True)
    partial = migrated_file().with_suffix(f".{os.getpid()}")
    _migrate(f"sqlite:///{partial}")
    partial.rename(migrated_file())


def _make_database(chosen: dict[str, Any]) -> None:
    address, partial = server(chosen), f"{PREFIX}partial_{os.getpid()}"
    with closing(psycopg.connect(f"{address}/postgres", autocommit=True)) as connection:
        # Two runs may start together after a new migration: the second waits, and finds it made
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
        known = connection.execute(
            "SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{PREFIX}[0-9a-f]{{16}}$"]
        ).fetchall()
        if (migrated_database(),) in known:
            return
        for (old,) in known:
            connection.execute(f'DROP DATABASE IF EXISTS "{old}"')
        connection.execute(f'CREATE DATABASE "{partial}"')
        _migrate(f"{address}/{partial}")
        connection.execute(f'ALTER DATABASE "{partial}" RENAME TO "{migrated_database()}"')


def _migrate(address: str) -> None:
    subprocess.run(
        [sys.executable, "-c", MIGRATE, "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env=os.environ
        | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        check=True,
    )


if __name__ == "__main__":
    prepare_both()
