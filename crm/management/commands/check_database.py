from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from crm.database_version import DatabaseVersion, database_version, refusal


class Command(BaseCommand):
    help = "Refuses a database of another program or of a newer version of Maille."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--current", action="store_true", help="refuse a database that is to be migrated, too"
        )

    def handle(self, *args: Any, current: bool, **options: Any) -> None:
        try:
            version = database_version()
        except DatabaseError:
            raise CommandError(_silence()) from None
        if version is DatabaseVersion.BEHIND and not current:
            return
        if sentence := refusal(version):
            raise CommandError(sentence)


def _silence() -> str:
    if connection.vendor == "sqlite":
        told = _("%(file)s cannot be read as a database: check DATABASE_URL.")
        return told % {"file": connection.settings_dict["NAME"]}
    return _("The database does not answer: check DATABASE_URL and that its server runs.")
