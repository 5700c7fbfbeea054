"""Sending workers in processes of their own, which a test may kill -9."""

import os
import signal
import time
from collections.abc import Callable
from typing import ClassVar

from django.db import DatabaseError, InterfaceError, connections

from campaigns.models import Campaign
from campaigns.sending.delivery import send_pending
from campaigns.sending.recovery import recover
from campaigns.sending.workers import worker_name
from tests.faults.figures import PATIENCE

ACTIVE = (Campaign.State.SENDING, Campaign.State.PAUSED)


class Process:
    """A fork of the test, with its settings and a database connection of its own."""

    running: ClassVar[list["Process"]] = []

    def __init__(self, act: Callable[[], None]) -> None:
        connections.close_all()  # an SQLite connection must never cross a fork
        self.ended: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _run_and_exit(act)
        self.running.append(self)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def wait(self, seconds: float = PATIENCE) -> int:
        """Its exit code, or minus the signal that ended it."""
        until = time.monotonic() + seconds
        while self.ended is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.ended = os.waitstatus_to_exitcode(status)
                self.running.remove(self)
            elif time.monotonic() > until:
                self.kill()
                raise AssertionError("a worker did not end in time")
            else:
                time.sleep(0.01)
        return self.ended


def kill_all() -> None:
    """None outlives its test, even one that failed."""
    for process in list(Process.running):
        process.kill()


def _run_and_exit(act: Callable[[], None]) -> None:
    code = 1
    try:
        act()
        code = 0
    finally:
        os._exit(code)


def send_all(campaign: Campaign) -> None:
    """In the test's own process; a slow machine needs more than one turn."""
    while send_pending(campaign.pk, worker="test"):
        pass


def start_worker(campaign: Campaign) -> Process:
    """Sends until the campaign is over, waiting through its pauses."""

    def work() -> None:
        while Campaign.objects.filter(pk=campaign.pk, state__in=ACTIVE).exists():
            send_pending(campaign.pk, worker=worker_name())
            time.sleep(0.02)

    return Process(work)


def start_lasting_worker(campaign: Campaign) -> Process:
    """As huey does: what fails is forgotten, the next minute brings a new task."""

    def work() -> None:
        while True:
            try:
                recover()
                if not Campaign.objects.filter(pk=campaign.pk, state__in=ACTIVE).exists():
                    return
                send_pending(campaign.pk, worker=worker_name())
            except (DatabaseError, InterfaceError):
                connections.close_all()
            time.sleep(0.02)

    return Process(work)


def is_sent(campaign: Campaign) -> bool:
    recover()
    return Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.SENT).exists()


def wait_for(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "what the test waits for did not happen"
        time.sleep(0.005)
