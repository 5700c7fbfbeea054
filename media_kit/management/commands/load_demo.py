"""Loads the demonstration, part by part."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.address import follow_site_url
from crm.management.database_command import DatabaseCommand
from crm.roles import sync_roles
from crm.territories import load_territories
from media_kit.demonstration import (
    accounts,
    audience,
    letters,
    meetings,
    organisations,
    public_life,
    rights,
    site,
    territories,
)


class Command(DatabaseCommand):
    help = "Loads the demonstration: a network, its site, its letters. Twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--subscribers", type=int, default=audience.SUBSCRIBERS, help="how many (0: none)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["subscribers"] < 0:
            raise CommandError(_("--subscribers takes a number from 0 on."))
        self.stdout.write(_("Loading the demonstration…"))
        with override("fr"):
            self._load(options["subscribers"])
        self.stdout.write(self.style.SUCCESS(_("The demonstration is loaded.")))

    @transaction.atomic
    def _load(self, subscribers: int) -> None:
        """All or nothing: a load that was cut short begins anew at the next `make run`."""
        sync_roles()
        load_territories()
        accounts.load()
        organisations.load()
        territories.load()
        meetings.load()
        public_life.load()
        rights.load()
        audience.load(subscribers)
        site.load()
        follow_site_url()
        letters.load()
        # Here and now: rows written in bulk enter the search index by no task of their own.
        call_command("update_index", verbosity=0)
