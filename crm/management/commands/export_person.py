"""export_person WHO: everything that is held about one person, as JSON."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import override

from crm.erasure import export_person
from crm.identifying import NotOne
from crm.management.database_command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Prints everything that is held about one person, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", help="an address; a whole name or #number of the address book")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            try:
                held = export_person(options["who"])
            except NotOne as trouble:
                raise CommandError(str(trouble)) from None
        self.stdout.write(json.dumps(held, ensure_ascii=False, indent=2))
