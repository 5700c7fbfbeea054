"""What a restored backup would have forgotten, kept on this machine beside the database.

Each database has a folder of its own: what one of them forgets is nothing to another.

One line an act, flushed to the disk before it counts, never changed: who left and who came back,
by the keyed hash of the address, and which campaigns this machine was sending. A new address
stands beside it, sealed, in a file of its own that goes when the person is erased, or with age.
"""

import json
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from crm.sealing import seal, unseal

logger = logging.getLogger(__name__)

Line = dict[str, Any]

# Nobody restores an older backup and goes on as if nothing had happened.
ADDRESSES_KEPT = timedelta(days=60)


def folder() -> Path:
    path = Path(settings.JOURNAL_DIR) / _key_of(str(connection.settings_dict["NAME"]))
    path.mkdir(parents=True, exist_ok=True)
    return path


@cache
def _key_of(database: str) -> str:
    """Of the one we are connected to: its crm.DatabaseIdentity."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM crm_databaseidentity")
        return str(cursor.fetchone()[0])


def append(act: str, **details: Any) -> None:
    """Returns once the line is on the disk. Raises OSError."""
    _append([{"act": act, **details}])


def _append(acts: Iterable[Line]) -> None:
    now = timezone.now()
    lines = "\n".join(json.dumps({"at": now.isoformat(), **act}) for act in acts)
    # The line break in front ends a line that a crash cut short.
    _write(folder() / f"acts-{now:%Y-%m}.jsonl", f"\n{lines}\n".encode())


def note_departure(address_hash: str, act: str, **details: str) -> None:
    note_departures([address_hash], act, **details)


def note_departures(address_hashes: Sequence[str], act: str, **details: str) -> None:
    """At once, inside the caller's transaction: who wanted to leave and could not still left.

    Nobody is kept on a list because a disk is full: then the departure stands in the database
    alone, and the log says so.
    """
    if not address_hashes:
        return
    try:
        _append({"act": act, "hash": hashed, **details} for hashed in address_hashes)
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


def note_move(former_hash: str, address_hash: str, address: str, *, kept: list[str]) -> None:
    """Once it is committed, like a return; `kept` are the purposes she agrees to by then."""

    def write() -> None:
        try:
            forget_address(address_hash)
            _write(_address_file(address_hash), seal(address).encode())
            append("moved", hash=former_hash, to=address_hash, kept=kept)
        except OSError as error:
            logger.error("The journal took no change of address: %s", error.strerror)

    transaction.on_commit(write)


def address_of(address_hash: str) -> str | None:
    """To which somebody moved; None when it was forgotten, or no key opens it."""
    try:
        return unseal(_address_file(address_hash).read_text())
    except OSError:
        return None


def kept_addresses() -> list[str]:
    """Their keyed hashes."""
    return [path.name for path in (folder() / "moved").glob("*")]


def forget_address(address_hash: str) -> None:
    _address_file(address_hash).unlink(missing_ok=True)


def forget_old_addresses(now: datetime) -> None:
    for address_hash in kept_addresses():
        path = _address_file(address_hash)
        with suppress(FileNotFoundError):  # by another process, just now
            if path.stat().st_mtime < (now - ADDRESSES_KEPT).timestamp():
                path.unlink()


def _address_file(address_hash: str) -> Path:
    path = folder() / "moved"
    path.mkdir(exist_ok=True)
    return path / address_hash


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
