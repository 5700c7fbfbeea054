"""Rows of cells out of a CSV or XLSX file: finds out its encoding and separator, streams it."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from campaigns.importing.report import ImportRefused

SEPARATORS = ",;\t|"
CHUNK = 1 << 20
LARGEST_CELL = 20_000

Cells = list[str]
# A row that cannot be read comes as None; the others keep their number, the header's being 1.
Rows = Iterator[tuple[int, Cells | None]]


def read_rows(path: Path) -> Rows:
    """Every row that holds something. Raises ImportRefused when the file cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise ImportRefused(
            _("The file cannot be read: %(error)s.") % {"error": error.strerror or error}
        ) from None
    if start.startswith(b"PK\x03\x04"):
        return _read_workbook(path)
    return _read_text(path, _encoding(path, start))


def _encoding(path: Path, start: bytes) -> str:
    """UTF-8 when every byte agrees, else the encoding of old Windows spreadsheets."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _read_text(path: Path, encoding: str) -> Rows:
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        separator = _separator(file.readline(LARGEST_CELL))
        file.seek(0)
        rows = csv.reader(file, delimiter=separator)
        number = 0
        while True:
            number += 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error:
                yield number, None
                continue
            if any(map(str.strip, cells)):
                yield number, cells


def _separator(header: str) -> str:
    """The one that cuts the header in most pieces, quoted parts left aside."""
    bare = "".join(header.split('"')[::2])
    return max(SEPARATORS, key=bare.count)


def _read_workbook(path: Path) -> Rows:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, IndexError):
        raise ImportRefused(
            _("This file is no workbook that can be read: save it again as XLSX or CSV.")
        ) from None
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [_text(value) for value in values]
            if any(cells):
                yield number, cells
    finally:
        book.close()


def _text(value: object) -> str:
    """A département typed as a number comes out of a spreadsheet as 1.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
