"""import_subscribers FILE: people from a CSV or XLSX file, with a report of every row refused.
import_subscribers --undo NUMBER takes an import back, whether made here or in the back office.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from campaigns.importing.report import ImportRefused, ImportReport
from campaigns.importing.runs import import_at_once, undo_at_once
from campaigns.importing.subscribers import import_subscribers
from campaigns.models import Newsletter, SubscriberImport
from campaigns.sending.workers import worker_name
from crm.management.database_command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Imports subscribers from a CSV or XLSX file; never revives who left or is excluded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", type=Path, nargs="?")
        what.add_argument("--undo", type=int, metavar="NUMBER", help="take this import back")
        parser.add_argument("--mapping", type=Path, help="JSON: {column of the file: our column}")
        parser.add_argument("--newsletter", metavar="SLUG", help="subscribe them to this one")
        parser.add_argument("--consent-source", default="", metavar="TEXT", help="their proof")
        parser.add_argument("--dry-run", action="store_true", help="report, write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["undo"] is not None:
            self.stdout.write(_undo(options["undo"]))
            return
        try:
            report, run = _import(options)
        except ImportRefused as refused:
            raise CommandError(str(refused)) from None
        if options["format"] == "json":
            told = report.as_json() | {"number": run and run.pk}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        self.stdout.write("\n".join(_lines(report)))
        if run:
            told_so = _("Import no. %(number)s: --undo %(number)s takes it back.")
            self.stdout.write(told_so % {"number": run.pk})


def _import(options: dict[str, Any]) -> tuple[ImportReport, SubscriberImport | None]:
    order = {
        "mapping": _mapping(options["mapping"]),
        "newsletter": _newsletter(options["newsletter"]),
        "consent_source": options["consent_source"],
    }
    if options["dry_run"]:
        return import_subscribers(options["file"], **order, dry_run=True), None
    return import_at_once(options["file"], **order)


def _undo(number: int) -> str:
    run = SubscriberImport.objects.filter(pk=number).first()
    if run is None or not undo_at_once(run, worker=worker_name()):
        raise CommandError(_("There is no import %(number)s to undo.") % {"number": number})
    counts = {"undone": run.undone_count, "kept": run.kept_count}
    return _("People taken back: %(undone)s; left as they are: %(kept)s.") % counts


def _mapping(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        mapping = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ImportRefused(_("The mapping cannot be read: it must be a JSON file.")) from None
    if not isinstance(mapping, dict) or not all(isinstance(v, str) for v in mapping.values()):
        raise ImportRefused(_('The mapping must look like {"Courriel": "email"}.'))
    return mapping


def _newsletter(slug: str | None) -> Newsletter | None:
    if slug is None:
        return None
    newsletter = Newsletter.objects.filter(slug=slug).first()
    if newsletter is None:
        raise ImportRefused(_("There is no newsletter “%(slug)s”.") % {"slug": slug})
    return newsletter


def _lines(report: ImportReport) -> list[str]:
    lines = [
        _("Created: %s") % report.created,
        _("Updated: %s") % report.updated,
        _("Unchanged: %s") % report.unchanged,
        _("Refused: %s") % len(report.refused),
    ]
    if report.dry_run:
        lines.insert(0, _("Dry run: nothing was written."))
    if report.ignored_columns:
        lines.append(_("Columns left aside: %s") % ", ".join(report.ignored_columns))
    for refusal in report.refused:
        place = _("Row %(row)s, %(column)s: %(reason)s")
        lines.append(place % refusal._asdict())
    return lines
