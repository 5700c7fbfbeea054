"""Does the database belong to this version of the program? Told by its applied migrations."""

from enum import Enum
from functools import cache

from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from crm.foreign_database import ROOMS, is_foreign


class DatabaseVersion(Enum):
    CURRENT = "current"
    BEHIND = "behind"
    AHEAD = "ahead"
    FOREIGN = "foreign"


@cache
def _known() -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """All migrations of the code, and those of them that no longer stand for others."""
    loader = MigrationLoader(None)
    everything = frozenset(loader.disk_migrations)
    replaced = {old for m in loader.disk_migrations.values() for old in m.replaces}
    return everything, everything - replaced


def database_version(alias: str = "default") -> DatabaseVersion:
    """AHEAD looks at our own rooms only: a library may drop migrations that it squashed."""
    if is_foreign(connections[alias]):
        return DatabaseVersion.FOREIGN
    known, needed = _known()
    applied = set(MigrationRecorder(connections[alias]).applied_migrations())
    if any(app in ROOMS and (app, name) not in known for app, name in applied):
        return DatabaseVersion.AHEAD
    if needed - applied:
        return DatabaseVersion.BEHIND
    return DatabaseVersion.CURRENT


def refusal(version: DatabaseVersion) -> str:
    """What is to be done about a database of another version; empty for the right one."""
    match version:
        case DatabaseVersion.AHEAD:
            return _(
                "This database was made by a newer version of Maille: install that version, "
                "or give another database in DATABASE_URL."
            )
        case DatabaseVersion.FOREIGN:
            return _(
                "This database holds what another program wrote: it was left as it is. "
                "Give another one in DATABASE_URL."
            )
        case DatabaseVersion.BEHIND:
            return _("This database is of an older version of Maille: run “manage.py migrate”.")
    return ""


def refusal_at_start() -> str:
    """For what is about to work on the database. One that is away for a moment is waited for."""
    try:
        return refusal(database_version())
    except DatabaseError:
        return ""
