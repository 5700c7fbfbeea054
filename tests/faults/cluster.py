"""A PostgreSQL server of the test's own, which it may crash: made, started and thrown away by an
ordinary user, since PostgreSQL refuses root.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from tests.ports import free_port

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def tool(name: str) -> str | None:
    """initdb and pg_ctl are seldom on the path."""
    beside = next((str(place / name) for place in PLACES if (place / name).exists()), None)
    return beside or shutil.which(name)


class Cluster:
    def __init__(self) -> None:
        self.user = _ordinary_user()
        self.folder = Path(tempfile.mkdtemp(prefix="maille-cluster-"))
        self.port = free_port()
        self._own(self.folder)

    def create(self) -> None:
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", "-D", self.data, "-U", "postgres", *options)
        self.start()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self.data, "-w", "-l", log, "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def crash(self) -> None:
        """As after a power cut: nothing is written down, and the start recovers from the log."""
        self.stop("immediate")
        self.start()

    def crashes(self) -> int:
        text = (self.folder / "log").read_text(errors="replace")
        return text.count("was not properly shut down")

    def take_over(self, source: dict[str, Any]) -> None:
        """A copy of the database the other tests run on."""
        self.run_sql('CREATE DATABASE "maille"', database="postgres")
        address = (
            f"postgresql://{source['USER']}:{source['PASSWORD']}@{source['HOST'] or '127.0.0.1'}"
        )
        dump = subprocess.run(
            [tool("pg_dump"), "-Fc", f"{address}:{source['PORT'] or 5432}/{source['NAME']}"],
            capture_output=True, check=True,
        )  # fmt: skip
        subprocess.run(
            [tool("pg_restore"), "--no-owner", "-d", f"{self.address}/maille"],
            input=dump.stdout, capture_output=True, check=True,
        )  # fmt: skip

    @property
    def address(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}"

    def run_sql(self, sql: str, database: str = "maille") -> None:
        with psycopg.connect(f"{self.address}/{database}", autocommit=True) as server:
            server.execute(sql)

    def give(self, path: Path) -> Path:
        path.mkdir(exist_ok=True)
        self._own(path)
        return path

    def destroy(self) -> None:
        subprocess.run(
            [tool("pg_ctl"), "-D", self.data, "-w", "-m", "immediate", "stop"],
            capture_output=True, check=False, **self._as_user(),
        )  # fmt: skip
        shutil.rmtree(self.folder, ignore_errors=True)

    def _own(self, path: Path) -> None:
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _as_user(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def _run(self, name: str, *arguments: str) -> None:
        """Output goes nowhere: a server that is started keeps what it was given open."""
        subprocess.run(
            [tool(name), *arguments], check=True, cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._as_user(),
        )  # fmt: skip


def _ordinary_user() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """Django's connection, and those of every process forked from here, lead to it meanwhile."""
    before = dict(connection.settings_dict)
    cluster = Cluster()
    try:
        cluster.create()
        cluster.take_over(before)
        connection.close()
        own = {
            "HOST": "127.0.0.1",
            "PORT": cluster.port,
            "USER": "postgres",
            "PASSWORD": "",
            "NAME": "maille",
        }
        connection.settings_dict.update(own)
        yield cluster
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
        cluster.destroy()
