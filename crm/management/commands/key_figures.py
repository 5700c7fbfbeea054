"""key_figures YEAR: the yearly report's figures, in its sentences."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import override

from crm.figures import figures_of, parse_year
from crm.figures_files import FORMATS, as_csv, as_docx, as_json, as_text
from crm.management.database_command import DatabaseCommand

WRITERS = {"text": as_text, "json": as_json, "csv": as_csv}


class Command(DatabaseCommand):
    help = "Prints the figures of a year, in the sentences of the yearly report."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year")
        parser.add_argument("--format", choices=FORMATS, default="text")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE)
        parser.add_argument("--output", help="a file to write, instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            content = self._content(options["year"], options["format"])
        try:
            self._write(content, options["output"])
        except OSError as error:
            raise CommandError(str(error)) from error

    def _content(self, year_text: str, file_format: str) -> bytes:
        try:
            year = parse_year(year_text)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from None
        results = figures_of(year)
        if file_format == "docx":
            return as_docx(year, results)
        return WRITERS[file_format](year, results).rstrip("\n").encode() + b"\n"

    def _write(self, content: bytes, path: str | None) -> None:
        if path:
            Path(path).write_bytes(content)
        elif hasattr(self.stdout, "buffer"):
            self.stdout.buffer.write(content)  # type: ignore[attr-defined]
        else:
            self.stdout.write(content.decode(), ending="")
