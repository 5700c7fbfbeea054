"""export_person EMAIL: everything that is held about one person, as JSON."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from crm.erasure import export_person


class Command(BaseCommand):
    help = "Prints everything that is held about the person with this address, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            held = export_person(options["email"])
        self.stdout.write(json.dumps(held, ensure_ascii=False, indent=2))
