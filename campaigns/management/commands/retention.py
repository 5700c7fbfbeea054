"""retention [--dry-run]: asks the silent whether to go on, and forgets who did not answer.

Forgets who read letters older than HITS_KEPT_MONTHS as well.
"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.retention import run
from campaigns.retention_runs import write_down
from campaigns.tracking.forgetting import count_due, forget_old_hits
from crm.management.database_command import DatabaseCommand
from crm.tasks import send_outgoing_mails


class Command(DatabaseCommand):
    help = "Asks who gave no sign for three years whether to go on; removes who did not answer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list, write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        done = run(now, dry_run=options["dry_run"])
        hits = count_due(now) if options["dry_run"] else forget_old_hits(now)
        if not options["dry_run"]:
            write_down(done)
            transaction.on_commit(send_outgoing_mails)
        if options["format"] == "json":
            told = {**asdict(done), "forgotten_hits": hits}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
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
        self.stdout.write(_("Opens and clicks forgotten, totals kept: %s") % hits)
