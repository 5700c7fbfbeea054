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


def test_a_separator_told_to_excel_is_no_header(tmp_path):
    (tmp_path / "people.csv").write_bytes("sep=;\r\nPrénom;Courriel\r\nZoé;z@x.org\r\n".encode())

    rows = list(read_rows(tmp_path / "people.csv"))

    assert rows == [(1, ["Prénom", "Courriel"]), (2, ["Zoé", "z@x.org"])]


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


def test_an_old_workbook_is_to_be_saved_anew(tmp_path):
    file = tmp_path / "people.xls"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))

    with pytest.raises(ImportRefused, match=".xlsx"):
        read_rows(file)


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


def rows_of(tmp_path, text):
    file = tmp_path / "people.csv"
    file.write_text(text, newline="")
    return list(read_rows(file))


@pytest.mark.parametrize(
    "bad",
    ['p12@example.org,"Zoé,Lyon', 'p12@example.org,Zoé,"', '"p12@example.org",Zo","Lyon,x"y'],
)
def test_a_quotation_mark_left_open_costs_its_own_row_alone(tmp_path, bad):
    lines = [f"p{number}@example.org,Zoé,Lyon" for number in range(2, 301)]
    lines[10] = bad

    rows = rows_of(tmp_path, "\r\n".join(["email,first_name,city", *lines]))

    assert [number for number, _cells in rows] == list(range(1, 301))
    assert [number for number, cells in rows if cells is None] == [12]
    assert [cells for _number, cells in rows[12:]] == [line.split(",") for line in lines[11:]]


def test_a_second_mark_left_open_does_not_hide_the_rows_between(tmp_path):
    text = 'email,name\na@example.org,"Zoé\nb@example.org,Max\nc@example.org,Léa"\n'

    rows = rows_of(tmp_path, text)

    assert rows[1:3] == [(2, None), (3, ["b@example.org", "Max"])]
    assert rows[3:] == [(4, ["c@example.org", 'Léa"'])]


@pytest.mark.parametrize(
    "first", ["1 rue Basse\r\n69001 Lyon", "see a@example.org,\nb@example.org"]
)
def test_a_cell_of_two_lines_is_one_row(tmp_path, first):
    rows = rows_of(
        tmp_path, f'where,email,name\n"{first}",zoe@example.org,Zoé\n,max@example.org,Max'
    )

    assert rows[1:] == [
        (2, [first, "zoe@example.org", "Zoé"]),
        (3, ["", "max@example.org", "Max"]),
    ]


def test_blanks_after_a_quoted_cell_are_forgiven(tmp_path):
    assert rows_of(tmp_path, 'email,name\n"zoe@example.org" ,Zoé')[1][1][1] == "Zoé"
