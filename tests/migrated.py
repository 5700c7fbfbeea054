"""Migrating takes a quarter of a minute: it is done once, and every test database is a copy.

Its name carries a hash of all migrations and pins, so that an old one is never used.
"""

import hashlib
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "maille_migrated_"


def is_sqlite(database: dict[str, Any]) -> bool:
    return database["ENGINE"].endswith("sqlite3")


def prepare(database: dict[str, Any]) -> None:
    """Makes what the others copy. To be called by one process, before the others start."""
    if is_sqlite(database):
        if not migrated_file().exists():
            _make_file()
    else:
        _make_database(database)


def migrated_file() -> Path:
    return ROOT / "var" / f"{PREFIX}{_digest()}.sqlite3"


def migrated_database() -> str:
    return PREFIX + _digest()


def copy_file(target: Path) -> None:
    copyfile(migrated_file(), target)


def server(database: dict[str, Any]) -> str:
    """The address of the PostgreSQL server, without a database."""
    host, port = database["HOST"] or "127.0.0.1", database["PORT"] or 5432
    return f"postgres://{database['USER']}:{database['PASSWORD']}@{host}:{port}"


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


def _make_database(database: dict[str, Any]) -> None:
    address, partial = server(database), f"{PREFIX}partial_{os.getpid()}"
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
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env=os.environ
        | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        check=True,
    )
