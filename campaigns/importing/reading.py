"""Rows of cells out of a CSV or XLSX file: finds out its encoding and separator, streams it."""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from zipfile import ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from campaigns.importing.report import ImportRefused

SEPARATORS = ",;\t|"
# Excel reads this line for itself, and shows and numbers what follows
TOLD_SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
CHUNK = 1 << 20
LARGEST_CELL = 20_000
# Lines: no cell of a list of people is that long, notes included.
LONGEST_RECORD = 100
WIDEST_ROW = 500
# A workbook of a million rows unpacks to some hundred megabytes, ten times what it weighs.
LARGEST_WORKBOOK = 1 << 30
LARGEST_WORDS = 1 << 28
PACKED_AT_MOST, PACKED_UNSEEN = 100, 1 << 24

OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1")

Cells = list[str]
# Numbered as a spreadsheet does, the header being 1; a row that cannot be read comes as None.
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
    if start.startswith(OLD_WORKBOOK):
        raise ImportRefused(_("This is an old workbook (.xls): save it as .xlsx or CSV."))
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
        first = file.readline(LARGEST_CELL)
        if told := TOLD_SEPARATOR.fullmatch(first.strip("\r\n")):
            separator = told[1]
        else:
            separator = _separator(first)
            file.seek(0)
        for number, cells in enumerate(_records(file, separator), start=1):
            if cells is None or any(map(str.strip, cells)):
                yield number, cells


class _Lines:
    """The lines of a file, and those that the record being read has taken so far."""

    def __init__(self, file: Iterable[str]) -> None:
        self.coming = iter(file)
        self.returned: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) == LONGEST_RECORD:
            raise csv.Error("a record of too many lines")
        line = self.returned.popleft() if self.returned else next(self.coming)
        self.taken.append(line)
        return line

    def keep_first(self) -> str:
        """The others are read again."""
        first, *others = self.taken
        self.returned.extendleft(reversed(others))
        return first


def _records(file: Iterable[str], separator: str) -> Iterator[Cells | None]:
    """A quotation mark left open costs its own line, never those that it would swallow."""
    lines = _Lines(file)
    rows = csv.reader(lines, delimiter=separator, strict=True)
    width = 0
    while True:
        cells: Cells | None = None
        with suppress(csv.Error):
            cells = next(rows, [])
        if not lines.taken:
            return
        width = width or len(cells or ())
        if cells is None or (len(lines.taken) > 1 and _swallowed(lines.taken, separator, width)):
            cells = _read_alone(lines.keep_first(), separator)
            rows = csv.reader(lines, delimiter=separator, strict=True)
        lines.taken.clear()
        yield cells


def _swallowed(lines: list[str], separator: str, width: int) -> bool:
    """Whether two of these lines are people, and not one person with an address on two lines."""
    people = [line for line in lines if "@" in line and line.count(separator) >= width - 1]
    return len(people) > 1


def _read_alone(line: str, separator: str) -> Cells | None:
    """Blanks around a quoted cell are forgiven, a mark that nothing closes is not."""
    if line.count('"') % 2:
        return None
    try:
        return next(csv.reader([line], delimiter=separator))
    except csv.Error:
        return None


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
