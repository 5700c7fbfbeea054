"""The mail servers that benchmarks send to, each a process of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.test.utils import override_settings

START_SECONDS = 60.0
END_SECONDS = 10.0
WITHOUT_POSTFIX = (
    "{tool} was not found. It belongs to the Debian package postfix, which need not be installed: "
    "apt-get download postfix && dpkg -x postfix_*.deb FOLDER, then --postfix FOLDER/usr."
)


class Postfix:
    """smtp-source and smtp-sink, on the PATH or in a folder the package was unpacked to."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def tool(self, name: str) -> str:
        places = [str(self.folder / "sbin")] if self.folder else [os.environ["PATH"], "/usr/sbin"]
        found = shutil.which(name, path=os.pathsep.join(places))
        if found is None:
            raise CommandError(WITHOUT_POSTFIX.format(tool=name))
        return found

    @property
    def environment(self) -> dict[str, str]:
        """An unpacked package brings its libraries along."""
        libraries = {"LD_LIBRARY_PATH": str(self.folder / "lib/postfix")} if self.folder else {}
        return {**os.environ, **libraries}


@contextmanager
def smtp_sink(postfix: Postfix) -> Iterator[int]:
    port = free_port()
    user = ["-u", "nobody"] if os.getuid() == 0 else []
    command = [postfix.tool("smtp-sink"), *user, f"127.0.0.1:{port}", "1000"]
    with running(command, port, postfix.environment):
        yield port


@contextmanager
def fast_sink(delay: float = 0.0) -> Iterator[int]:
    port = free_port()
    program = Path(__file__).with_name("fast_sink.py")
    command = [sys.executable, str(program), str(port), str(delay)]
    with running(command, port, dict(os.environ)):
        yield port


@contextmanager
def mail_goes_to(port: int, **others: object) -> Iterator[None]:
    with override_settings(
        EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_HOST_USER="", EMAIL_HOST_PASSWORD="",
        EMAIL_USE_SSL=False, EMAIL_USE_TLS=False, MAIL_PROVIDER="", **others,
    ):  # fmt: skip
        yield


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise CommandError(f"{process.args!r} did not start.") from None
            time.sleep(0.05)
        else:
            return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
