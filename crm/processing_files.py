"""The register of processing as a file: CSV for spreadsheets, DOCX for whoever asks for it."""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _
from docx import Document

from crm.exports import neutralised
from crm.models import DataProtection
from crm.processings import LABELS, Processing, told


def as_csv(statements: DataProtection, rows: Sequence[Processing]) -> str:
    """One line a processing; who is responsible stands in its own column of each."""
    output = io.StringIO()
    writer = csv.writer(output)
    labels = [str(label) for label in LABELS.values()]
    writer.writerow([_("Processing"), _("Controller"), *labels, _("People today")])
    for row in rows:
        texts = [text for _label, text in told(row)]
        cells = [row.name, statements.controller, *texts, "" if row.count is None else row.count]
        writer.writerow([neutralised(cell) for cell in cells])
    return f"\ufeff{output.getvalue()}"


def as_docx(statements: DataProtection, rows: Sequence[Processing]) -> bytes:
    document = Document()
    title = _("Register of processing")
    document.core_properties.title = title
    document.add_heading(title, level=0)
    for label, text in declared(statements):
        _tell(document, label, text or _("to be completed"))
    for row in rows:
        document.add_heading(row.name, level=1)
        for label, text in told(row):
            _tell(document, label, text)
        if row.count is not None:
            _tell(document, _("People today"), str(row.count))
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def declared(statements: DataProtection) -> list[tuple[str, str]]:
    """What only the network can say, in the order of its form."""
    names = ("controller", "officer", "host", "processors", "transfers")
    fields = [statements._meta.get_field(name) for name in names]
    return [
        (f"{label[:1].upper()}{label[1:]}", getattr(statements, field.name))
        for field in fields
        for label in [str(field.verbose_name)]
    ]


def _tell(document, label: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(label + _(":") + " ").bold = True
    paragraph.add_run(text)
