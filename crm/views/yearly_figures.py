"""The figures of a year on a page, each with its sentence and the rows it counts; and as files."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from crm.figures import Result, figures_of, grouped, parse_year, written
from crm.figures_files import as_csv, as_docx, as_text
from crm.views.furniture import furniture

PERMISSION = "crm.view_meeting"
YEARS_BACK = 12
FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "txt": (as_text, "text/plain; charset=utf-8"),
    "docx": (
        as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


@permission_required(PERMISSION, raise_exception=True)
def yearly_figures(request: HttpRequest) -> HttpResponse:
    """?year=2018, and ?format=csv, txt or docx for the file."""
    try:
        year = parse_year(request.GET.get("year", str(timezone.localdate().year)))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("yearly_figures")
    results = figures_of(year)
    if request.GET.get("format") in FILES:
        return _file(year, results, request.GET["format"])
    return render(request, "crm/yearly_figures.html", _page(year, results))


def _page(year: int, results: list[Result]) -> dict[str, Any]:
    this_year = timezone.localdate().year
    return {
        **furniture(_("The figures of %(year)s") % {"year": year}, "decimal"),
        "year": year,
        "years": sorted({year, *range(this_year - YEARS_BACK, this_year + 1)}, reverse=True),
        "sections": {
            section: [(result, _number(result)) for result in members]
            for section, members in grouped(results).items()
        },
    }


def _number(result: Result) -> str:
    if isinstance(result.value, dict):
        return written(sum(result.value.values()))
    if isinstance(result.value, float) and result.slug.endswith(("_share", "_rate")):
        return f"{written(round(result.value * 100))}\u202f%"
    return written(result.value)


def _file(year: int, results: list[Result], extension: str) -> HttpResponse:
    write, content_type = FILES[extension]
    name = _("figures-%(year)s") % {"year": year}
    return HttpResponse(
        write(year, results),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{extension}"'},
    )
