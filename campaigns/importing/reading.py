"""Rows of cells out of a CSV or XLSX file: finds out its encoding and separator, streams it."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from campaigns.importing.report import ImportRefused

SEPARATORS = ",;\t|"
CHUNK = 1 << 20
LARGEST_CELL = 20_000
WIDEST_ROW = 500
# A workbook of a million rows unpacks to some hundred megabytes, ten times what it weighs.
LARGEST_WORKBOOK = 1 << 30
LARGEST_WORDS = 1 << 28
PACKED_AT_MOST, PACKED_UNSEEN = 100, 1 << 24

Cells = list[str]
# A row that cannot be read comes as None; the others keep their number, the header's being 1.
Rows = Iterator[tuple[int, Cells | None]]


def read_rows(path: Path) -> Rows:
    """Every row that holds something. Raises ImportRefused when the file cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except FileNotFoundError:
        raise ImportRefused(_("There is no file %(path)s.") % {"path": path}) from None
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
    """Whatever a workbook says of its own size is not believed."""
    try:
        _refuse_bombs(path)
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                if not values:
                    continue
                cells = [_text(value) for value in values[:WIDEST_ROW]]
                if any(cells):
                    yield number, cells
    except ImportRefused:
        raise
    except Exception:  # openpyxl has no error of its own: a broken file raises nearly anything
        raise ImportRefused(
            _("This file is no workbook that can be read: save it again as XLSX or CSV.")
        ) from None


def _refuse_bombs(path: Path) -> None:
    """Sizes as the archive tells them: nothing is unpacked beyond them."""
    with ZipFile(path) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    words = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    is_bomb = unpacked > PACKED_UNSEEN and unpacked > PACKED_AT_MOST * packed
    if is_bomb or unpacked > LARGEST_WORKBOOK or words > LARGEST_WORDS:
        raise ImportRefused(_("This workbook unpacks to too much: save it again as CSV."))


def _text(value: object) -> str:
    """A département typed as a number comes out of a spreadsheet as 1.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
