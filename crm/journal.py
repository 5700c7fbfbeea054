"""What a restored backup would have forgotten, kept on this machine beside the database.

One line an act, flushed to the disk before it counts, never changed: who left and who came back,
by the keyed hash of the address, and which campaigns this machine was sending.
"""

import json
import logging
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

Line = dict[str, Any]


def folder() -> Path:
    path = Path(settings.JOURNAL_DIR)
    path.mkdir(parents=True, exist_ok=True)
    return path


def append(act: str, **details: Any) -> None:
    """Returns once the line is on the disk. Raises OSError."""
    now = timezone.now()
    line = json.dumps({"at": now.isoformat(), "act": act, **details})
    # The line break in front ends a line that a crash cut short.
    _write(folder() / f"acts-{now:%Y-%m}.jsonl", f"\n{line}\n".encode())


def note_departure(address_hash: str, act: str, **details: str) -> None:
    """At once, inside the caller's transaction: who wanted to leave and could not still left.

    Nobody is kept on a list because a disk is full: then the departure stands in the database
    alone, and the log says so.
    """
    try:
        append(act, hash=address_hash, **details)
    except OSError as error:
        logger.error("The journal took no departure: %s", error.strerror)


def note_return(address_hash: str, act: str, **details: str) -> None:
    """Only once it is committed: a return that failed must not hide a departure."""

    def write() -> None:
        try:
            append(act, hash=address_hash, **details)
        except OSError as error:
            logger.error("The journal took no return: %s", error.strerror)

    transaction.on_commit(write)


def lines(since: datetime | None = None) -> Iterator[Line]:
    """In the order they were written, without those before `since`."""
    for path in sorted(folder().glob("acts-*.jsonl")):
        for raw in path.read_bytes().split(b"\n"):
            line = _parsed(raw)
            if line and (since is None or datetime.fromisoformat(line["at"]) >= since):
                yield line


def _parsed(raw: bytes) -> Line | None:
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line if isinstance(line, dict) and "at" in line else None


def _write(path: Path, data: bytes) -> None:
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(handle, data) != len(data):
            raise OSError(28, "No space left on device")
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        flush_folder(path.parent)


def flush_folder(path: Path) -> None:
    """A new name is on the disk once its folder is."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
