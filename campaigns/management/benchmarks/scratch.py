"""A database of its own for the benchmarks, beside the configured one, which is never opened."""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from shutil import copyfile

from django.db import connection
from django.test.utils import override_settings

NAME = "maille_benchmark"


@contextmanager
def scratch() -> Iterator[None]:
    """Made and migrated, and dropped at the end, that of TERM or Ctrl-C as well.

    Same engine, same durability. DATABASES' TEST TEMPLATE names one that is migrated already: on
    SQLite a file.
    """
    configured = connection.settings_dict["NAME"]
    with (
        _ended_by_term(),
        tempfile.TemporaryDirectory(prefix=f"{NAME}-", dir=_folder(configured)) as folder,
    ):
        name = f"{NAME}_{os.getpid()}"
        connection.settings_dict["TEST"]["NAME"] = (
            str(Path(folder) / name) if connection.vendor == "sqlite" else name
        )
        beside = {name: str(Path(folder) / name) for name in ("SPOOL_DIR", "JOURNAL_DIR")}
        with override_settings(DEBUG=False, ALLOWED_HOSTS=["*"], **beside):
            try:
                with redirect_stdout(sys.stderr):  # where the figures go, nothing else does
                    connection.creation.create_test_db(
                        verbosity=0, autoclobber=True, serialize=False, keepdb=_begin_with_copy()
                    )
                yield
            finally:
                if connection.settings_dict["NAME"] != configured:
                    connection.creation.destroy_test_db(configured, verbosity=0)
                connection.settings_dict["TEST"]["NAME"] = None


def _begin_with_copy() -> bool:
    test = connection.settings_dict["TEST"]
    template = test.get("TEMPLATE") if connection.vendor == "sqlite" else None
    if template:
        copyfile(template, test["NAME"])
    return bool(template)


@contextmanager
def _ended_by_term() -> Iterator[None]:
    """TERM unwinds what was begun instead of cutting it off."""
    before = signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _folder(configured: str) -> str | None:
    """The same disk as the data: in memory a commit would cost nothing."""
    folder = Path(configured).parent
    return str(folder) if connection.vendor == "sqlite" and folder.is_dir() else None
