import csv
import io

from docx import Document

from crm.models import DataProtection
from crm.processing_files import as_csv, as_docx, declared
from crm.processings import processings


def test_the_csv_has_a_line_a_processing_and_no_formula():
    statements = DataProtection(controller="=HYPERLINK()")

    rows = list(
        csv.DictReader(io.StringIO(as_csv(statements, processings()).removeprefix("\ufeff")))
    )

    assert len(rows) == len(processings())
    assert {row["Responsable du traitement"] for row in rows} == {"'=HYPERLINK()"}


def test_the_document_names_who_is_responsible_and_what_is_missing():
    file = as_docx(DataProtection(controller="Réseau Voisins"), processings())

    text = "\n".join(part.text for part in Document(io.BytesIO(file)).paragraphs)
    assert "Réseau Voisins" in text
    assert "à compléter" in text
    assert processings()[0].name in text


def test_what_the_network_says_is_in_the_order_of_its_form():
    assert [text for _label, text in declared(DataProtection(host="Ici"))] == [
        "",
        "",
        "Ici",
        "",
        "",
    ]
