from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from campaigns.importing.reading import read_rows
from campaigns.importing.report import ImportRefused


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_found_out(tmp_path, encoding, separator):
    rows = [["Prénom", "Courriel"], ["Zoé", "zoe@example.org"]]
    file = tmp_path / "people.csv"
    file.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))

    assert list(read_rows(file)) == [(1, rows[0]), (2, rows[1])]


def test_empty_lines_are_left_out_and_keep_their_number(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("email\n\n , \nzoe@example.org\n")

    assert [number for number, _cells in read_rows(file)] == [1, 4]


def test_a_workbook_gives_its_first_sheet_as_text(tmp_path):
    book = Workbook()
    book.active.append(["email", "département"])
    book.active.append(["zoe@example.org", 1.0])
    book.save(tmp_path / "people.xlsx")

    rows = list(read_rows(tmp_path / "people.xlsx"))

    assert rows == [(1, ["email", "département"]), (2, ["zoe@example.org", "1"])]


def test_what_only_looks_like_a_workbook_is_refused(tmp_path):
    file = tmp_path / "people.xlsx"
    file.write_bytes(b"PK\x03\x04 not a workbook")

    with pytest.raises(ImportRefused, match="XLSX"):
        list(read_rows(file))


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path):
    """Some programs write that the sheet is one cell."""
    book = Workbook()
    book.active.append(["email", "name"])
    book.save(tmp_path / "whole.xlsx")
    lying = tmp_path / "people.xlsx"
    with ZipFile(tmp_path / "whole.xlsx") as source, ZipFile(lying, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'ref="A1:B1"', b'ref="A1"'))

    assert list(read_rows(lying)) == [(1, ["email", "name"])]


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ImportRefused):
        read_rows(tmp_path / "nowhere.csv")
