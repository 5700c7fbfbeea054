"""The figures of a year as a file: JSON for scripts, CSV for spreadsheets, DOCX for the report."""

import csv
import io
import json
from collections.abc import Sequence

from django.utils.translation import gettext as _
from docx import Document

from crm.exports import neutralised
from crm.figures import SECTIONS, Result, Value, grouped

FORMATS = ("text", "json", "csv", "docx")


def as_json(year: int, results: Sequence[Result]) -> str:
    figures = {
        result.slug: {
            "value": result.value,
            "section": result.section,
            "sentence": result.sentence,
        }
        for result in results
    }
    return json.dumps({"year": year, "figures": figures}, ensure_ascii=False, indent=2)


def as_text(year: int, results: Sequence[Result]) -> str:
    lines = [_("The figures of %(year)s") % {"year": year}]
    for section, members in grouped(results).items():
        lines += ["", section, *(f"- {result.sentence}" for result in members)]
    return "\n".join(lines)


def as_csv(year: int, results: Sequence[Result]) -> str:
    """One line a number: the parts of a whole have a line each, "cooperations_by_stage.mature"."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow([_("Year"), _("Section"), _("Figure"), _("Value"), _("Sentence")])
    for result in results:
        section = str(SECTIONS[result.section])
        for slug, value in _numbers(result.slug, result.value):
            row = [year, section, slug, value, result.sentence]
            writer.writerow([neutralised(cell) for cell in row])
    return output.getvalue()


def as_docx(year: int, results: Sequence[Result]) -> bytes:
    document = Document()
    title = _("The figures of %(year)s") % {"year": year}
    document.core_properties.title = title
    document.add_heading(title, level=0)
    for section, members in grouped(results).items():
        document.add_heading(section, level=1)
        for result in members:
            document.add_paragraph(result.sentence, style="List Bullet")
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _numbers(slug: str, value: Value) -> list[tuple[str, int | float | None]]:
    if isinstance(value, dict):
        return [(f"{slug}.{part}", number) for part, number in value.items()]
    return [(slug, value)]
