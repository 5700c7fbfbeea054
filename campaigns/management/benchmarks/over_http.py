"""Opens as mail programs ask for them: a web process as the Procfile starts it, beside a plain
Django view that inserts a row, under the same load on the same machine.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from campaigns.management.benchmarks import plain_view
from campaigns.management.benchmarks.servers import free_port, running
from campaigns.tokens import Kind, make

CONNECTIONS = 16
PLAIN_HITS = 2_000
# Threads that answer pages hand the interpreter round with every open: alone, one is faster.
PAGES_TOO, ALONE = 4, 1
HERE = Path(__file__).parent
OURS, PLAIN = "config.wsgi:application", f"{plain_view.__name__}:application"


def opens(count: int) -> Iterator[tuple[str, float]]:
    paths = [f"/o/{make(Kind.OPEN, delivery)}.gif" for delivery in range(1, count + 1)]
    plain_project = {"PLAIN_DATABASE": json.dumps(_database())}
    with _plain_table(), _web(PLAIN, PAGES_TOO, plain_project) as port:
        plain = _rate(_load(port, paths[:PLAIN_HITS]))
    yield "opens: a plain Django view with an INSERT, hits/s", plain
    for name, threads in (("with the pages", PAGES_TOO), ("by a process of their own", ALONE)):
        before = _spooled()
        with _web(OURS, threads, {}) as port:
            found = _load(port, paths)
        assert _spooled() - before == len(paths), "not every open stands in the spool"
        yield f"opens: {name}, hits/s", _rate(found)
        yield f"opens: {name}, p50, ms", found["p50"] * 1000
        yield f"opens: {name}, p99, ms", found["p99"] * 1000
        yield f"opens: {name}, ratio to the plain view", _rate(found) / plain


def _rate(found: dict[str, float]) -> float:
    return found["answered"] / found["seconds"]


def _load(port: int, paths: list[str]) -> dict[str, float]:
    command = [sys.executable, str(HERE / "hit_load.py"), str(port), str(CONNECTIONS)]
    run = subprocess.run(
        command, input="\n".join(paths), text=True, check=True, stdout=subprocess.PIPE
    )
    found: dict[str, float] = json.loads(run.stdout)
    assert found["answered"] == len(paths), f"{found['answered']} of {len(paths)} were answered"
    return found


def _spooled() -> int:
    files = Path(settings.SPOOL_DIR).glob("*.hits")
    return sum(file.read_bytes().count(b"\n") for file in files)


@contextmanager
def _web(application: str, threads: int, others: dict[str, str]) -> Iterator[int]:
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "1", "--blocking-threads", str(threads),
        "--log-level", "warning", application,
    ]  # fmt: skip
    environment = {
        **os.environ, "DATABASE_URL": _address(), "SPOOL_DIR": settings.SPOOL_DIR, **others,
    }  # fmt: skip
    with running(command, port, environment):
        yield port


@contextmanager
def _plain_table() -> Iterator[None]:
    with connection.cursor() as cursor:
        key = "bigserial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(f"CREATE TABLE {plain_view.TABLE} (id {key} PRIMARY KEY, token text)")
        yield
        cursor.execute(f"DROP TABLE {plain_view.TABLE}")


def _database() -> dict[str, Any]:
    """The scratch one; connections stay open, as in a project that cares."""
    names = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    return {name: connection.settings_dict[name] for name in names} | {"CONN_MAX_AGE": 600}


def _address() -> str:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    who = f"{known['USER']}:{known['PASSWORD']}" if known["PASSWORD"] else known["USER"]
    return (
        f"postgres://{who}@{known['HOST'] or 'localhost'}:{known['PORT'] or 5432}/{known['NAME']}"
    )
