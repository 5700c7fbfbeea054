"""A person has looked at what a restored backup has forgotten: sending may go on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from campaigns.sending.epoch import held
from campaigns.sending.restoring import NotYet, awaited, check_in, confirm
from crm.management.database_command import DatabaseCommand


class Command(DatabaseCommand):
    help = "After a backup was restored: shows what was found and, with --yes, lets sending go on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="sending may go on")
        parser.add_argument(
            "--without",
            action="append",
            default=[],
            metavar="MACHINE",
            help="a machine that is lost with its journal; may be repeated",
        )

    def handle(self, *args: Any, yes: bool, without: list[str], **options: Any) -> None:
        check_in()
        hold = held()
        if hold is None:
            self.stdout.write(_("Nothing holds sending."))
            return
        self.stdout.write(f"{hold.reason}\n{hold.report}")
        for machine in awaited(hold):
            if machine.name not in without:
                self.stdout.write(_("Still to read its journal: %(name)s") % {"name": machine})
        if not yes:
            self.stdout.write(_("Add --yes to let sending go on."))
            return
        try:
            confirm(without=without)
        except NotYet as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("Sending may go on."))
