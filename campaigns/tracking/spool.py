"""This machine's spool of hits: files in SPOOL_DIR, one written by each web process.

`append` returns once the kernel has the line: it survives the death of any process. A thread
syncs to disk every second, which bounds what a power cut takes. A writer holds a shared lock on
its file; the reader (ingest.py) removes a file only when it has read all of it and nobody writes.
SPOOL_DIR must be a local disk: appends and locks over NFS promise less.
"""

import fcntl
import logging
import os
import secrets
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from campaigns.tracking.hits import Hit

SEGMENT_BYTES = 64 * 1024 * 1024
SEGMENT_SECONDS = 300
SUFFIX = ".hits"

logger = logging.getLogger(__name__)


class Writer:
    """Appends to one file at a time; begins another when it is full, old, or after a fork."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._lock = threading.Lock()
        self._fd = -1
        self._pid = self._size = 0
        self._began = 0.0
        self._unsynced = False

    def append(self, lines: bytes) -> None:
        """Raises OSError when the disk takes none or not all of it."""
        with self._lock:
            if self._fd < 0 or self._pid != os.getpid() or self._is_over():
                self._begin()
            written = os.write(self._fd, lines)
            self._size += written
            self._unsynced = True
            if written != len(lines):
                # What was cut ends this file; the reader drops a last line without its end.
                self._leave()
                raise OSError("the spool's disk is full")

    def close(self) -> None:
        """Lets the reader have the file."""
        with self._lock:
            self._leave()

    def _is_over(self) -> bool:
        return self._size >= SEGMENT_BYTES or time.monotonic() - self._began >= SEGMENT_SECONDS

    def _begin(self) -> None:
        self._leave()
        if self._pid != os.getpid():
            self._pid = os.getpid()
            threading.Thread(target=self._sync_every_second, daemon=True).start()
        self.folder.mkdir(parents=True, exist_ok=True)
        while self._fd < 0:
            name = f"{time.time_ns():020d}-{secrets.token_hex(4)}{SUFFIX}"
            fd = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            fcntl.flock(fd, fcntl.LOCK_SH)
            # The reader may have removed the still empty file just before the lock was ours.
            if os.fstat(fd).st_nlink:
                self._fd = fd
            else:
                os.close(fd)
        self._size, self._began = 0, time.monotonic()

    def _leave(self) -> None:
        if self._fd >= 0:
            if self._pid == os.getpid():
                os.fdatasync(self._fd)
            os.close(self._fd)
        self._fd = -1

    def _sync_every_second(self) -> None:
        """Also leaves an old file in a quiet hour, so that no second stays in it."""
        while True:
            time.sleep(1)
            try:
                self._sync()
            except OSError as error:
                logger.error("The spool of hits cannot be written to disk: %s", error.strerror)

    def _sync(self) -> None:
        with self._lock:
            if self._fd < 0:
                return None
            if self._is_over():
                return self._leave()
            if not self._unsynced:
                return None
            # Synced beside the lock, so that no reader of mails waits for the disk.
            copy, self._unsynced = os.dup(self._fd), False
        try:
            os.fdatasync(copy)
        finally:
            os.close(copy)


_writers: dict[Path, Writer] = {}


def writer() -> Writer:
    """This process's writer for the present SPOOL_DIR."""
    folder = Path(settings.SPOOL_DIR)
    return _writers.get(folder) or _writers.setdefault(folder, Writer(folder))


def append(*hits: Hit) -> None:
    writer().append(b"".join([hit.line() for hit in hits]))


def append_past(hits: Iterable[Hit]) -> None:
    """Spools hits with the times they carry, however many, and lets the reader have them."""
    batch: list[Hit] = []
    for hit in hits:
        batch.append(hit)
        if len(batch) == 5000:
            append(*batch)
            batch.clear()
    if batch:
        append(*batch)
    writer().close()


def segments(folder: Path) -> list[Path]:
    """Oldest first."""
    return sorted(folder.glob(f"*{SUFFIX}"))
