"""The `ingest` process of each web machine: its spool of opens and clicks into the database."""

import gc
import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _

from campaigns.sending.restoring import check_in
from campaigns.tracking.ingest import ingest_spool
from crm.management.database_command import DatabaseCommand

logger = logging.getLogger(__name__)


CHECK_IN_EVERY_SECONDS = 60.0


class Command(DatabaseCommand):
    help = "Reads this machine's spool of opens and clicks, until it is stopped."
    # They would load every page and form, for a process that shows none
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one pass, then stop")
        parser.add_argument("--every", type=float, default=1.0, help="seconds between passes")

    def handle(self, *args: Any, once: bool, every: float, **options: Any) -> None:
        if once:
            count = ingest_spool()
            self.stdout.write(_("Opens and clicks taken in: %(count)s") % {"count": count})
            return
        gc.freeze()  # what stays for ever is not looked through again with every batch
        self.checked_in_at = -CHECK_IN_EVERY_SECONDS
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: stop.set())
        while not stop.is_set():
            self._pass()
            stop.wait(every)

    def _pass(self) -> None:
        """A database that is away for a moment costs nothing: the spool waits for it."""
        close_old_connections()
        try:
            ingest_spool()
            self._check_in()
        except DatabaseError as error:
            logger.error("The database took no hits: %s", type(error).__name__)

    def _check_in(self) -> None:
        """This machine's journal knows who left through its pages."""
        if time.monotonic() - self.checked_in_at > CHECK_IN_EVERY_SECONDS:
            self.checked_in_at = time.monotonic()
            check_in()
