"""The whole of Maille as `make run` starts it: every line of the Procfile as a process, on free
ports, with a database of its own that holds a small demonstration.
"""

import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

import psycopg
from django.conf import settings

from config.dev import run
from tests import migrated
from tests.ports import free_port

SUBSCRIBERS = "30"
WAIT = 90  # seconds, for a process to answer or to stop


@dataclass(frozen=True)
class House:
    site: str
    folder: Path
    env: dict[str, str]


@contextmanager
def running_house(
    folder: Path, *, subscribers: str = SUBSCRIBERS, **chosen: str
) -> Iterator[House]:
    """`chosen` are environment variables that count before the usual ones."""
    with own_database(folder) as database_url:
        env = environment(folder, database_url) | chosen
        manage(env, "load_demo", "--subscribers", subscribers)
        processes = start(env, folder)
        try:
            await_answer(f"{env['SITE_URL']}/health/ready", folder)
            yield House(env["SITE_URL"], folder, env)
        finally:
            stop(processes)


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """Of the same kind as the one the other tests run on."""
    chosen = settings.DATABASES["default"]
    if migrated.is_sqlite(chosen):
        migrated.copy_file(folder / "maille.sqlite3")
        yield f"sqlite:///{folder / 'maille.sqlite3'}"
        return
    name, address = f"maille_browser_{uuid4().hex[:8]}", migrated.server(chosen)
    with psycopg.connect(f"{address}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated.migrated_database()}"')
        try:
            yield f"{address}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def environment(folder: Path, database_url: str) -> dict[str, str]:
    return (
        run.environment()
        | own_addresses()
        | {
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "DATABASE_URL": database_url,
            "HUEY_URL": f"sqlite:///{folder / 'huey.sqlite3'}",
            "MAILBOX_DIR": str(folder / "mailbox"),
            "SPOOL_DIR": str(folder / "spool"),
            "JOURNAL_DIR": str(folder / "journal"),
            "TEST_MEDIA_ROOT": str(folder / "media"),
            "PYTHONPATH": str(run.ROOT),
        }
    )


def own_addresses() -> dict[str, str]:
    port, smtp_port = str(free_port()), str(free_port())
    return {
        "PORT": port,
        "SMTP_PORT": smtp_port,
        "SITE_URL": f"http://localhost:{port}",
        "EMAIL_URL": f"smtp://localhost:{smtp_port}",
    }


def manage(env: dict[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=run.ROOT, env=env, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def start(env: dict[str, str], folder: Path) -> list[subprocess.Popen]:
    processes = []
    for name, command in run.commands(env).items():
        with (folder / f"{name}.log").open("w") as log:
            processes.append(
                subprocess.Popen(
                    shlex.split(command), cwd=run.ROOT, env=env, stdout=log, stderr=log
                )
            )
    return processes


def stop(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(WAIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def await_answer(address: str, folder: Path) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        with suppress(URLError, OSError), urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    log = (folder / "web.log").read_text()[-2000:]
    raise RuntimeError(f"The web process did not answer within {WAIT} s. It said:\n{log}")
