"""import_subscribers FILE: people from a CSV or XLSX file, with a report of every row refused."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from campaigns.importing.report import ImportRefused, ImportReport
from campaigns.importing.subscribers import import_subscribers
from campaigns.models import Newsletter
from crm.management.database_command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Imports subscribers from a CSV or XLSX file; never revives who left or is excluded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help="JSON: {column of the file: our column}")
        parser.add_argument("--newsletter", metavar="SLUG", help="subscribe them to this one")
        parser.add_argument("--consent-source", default="", metavar="TEXT", help="their proof")
        parser.add_argument("--dry-run", action="store_true", help="report, write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_subscribers(
                options["file"],
                mapping=_mapping(options["mapping"]),
                newsletter=_newsletter(options["newsletter"]),
                consent_source=options["consent_source"],
                dry_run=options["dry_run"],
            )
        except ImportRefused as refused:
            raise CommandError(str(refused)) from None
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(report)))


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
