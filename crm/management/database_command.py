"""What commands share that read or write records."""

import errno
import sqlite3
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from crm.database_version import refusal_at_start

# The second when it cannot even be opened: there is no room for what its users share.
SQLITE_DISK_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
POSTGRESQL_DISK_FULL = "53100"


class DatabaseCommand(BaseCommand):
    """Leaves a database of another version alone; says this, and a full disk, in one sentence."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            if sentence := refusal_at_start():
                raise CommandError(sentence)
            return super().execute(*args, **options)
        except CommandError:
            raise
        except Exception as error:
            if not any(map(_is_of_full_disk, _chain(error))):
                raise
            raise CommandError(
                _("The disk is full: nothing more can be written. Make room, then ask again.")
            ) from error


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_of_full_disk(error: BaseException) -> bool:
    return (
        getattr(error, "errno", None) == errno.ENOSPC
        or getattr(error, "sqlite_errorcode", None) in SQLITE_DISK_FULL
        or getattr(error, "sqlstate", None) == POSTGRESQL_DISK_FULL
    )
