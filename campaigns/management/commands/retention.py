"""retention [--dry-run]: asks the silent whether to go on, and forgets who did not answer."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.retention import run
from campaigns.retention_runs import write_down
from crm.tasks import send_outgoing_mails


class Command(BaseCommand):
    help = "Asks who gave no sign for three years whether to go on; removes who did not answer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list, write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        done = run(timezone.now(), dry_run=options["dry_run"])
        if not options["dry_run"]:
            write_down(done)
            transaction.on_commit(send_outgoing_mails)
        if options["format"] == "json":
            self.stdout.write(json.dumps(asdict(done), ensure_ascii=False, indent=2))
            return
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))
        for title, addresses in (
            (_("Asked whether to go on: %s"), done.asked),
            (_("Asked again: %s"), done.asked_again),
            (_("Removed: %s"), done.removed),
        ):
            self.stdout.write(title % len(addresses))
            if options["dry_run"]:
                self.stdout.write("".join(f"  {address}\n" for address in addresses), ending="")
