"""The register of processing on a page, to be read, printed, or taken as a file."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import DataProtection
from crm.processing_files import as_csv, as_docx, declared
from crm.processings import processings, told
from crm.views.furniture import furniture

FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "docx": (
        as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


@permission_required("crm.view_dataprotection", raise_exception=True)
def processing_register(request: HttpRequest) -> HttpResponse:
    """?format=csv or docx for the file."""
    statements, rows = DataProtection.load(request_or_site=request), processings()
    if request.GET.get("format") in FILES:
        extension = request.GET["format"]
        write, content_type = FILES[extension]
        name = _("register-of-processing")
        headers = {"Content-Disposition": f'attachment; filename="{name}.{extension}"'}
        return HttpResponse(write(statements, rows), content_type=content_type, headers=headers)
    context = {
        **furniture(_("Register of processing"), "clipboard-list"),
        "declared": declared(statements),
        "processings": [(row, told(row)) for row in rows],
        "edit_url": _edit_url() if request.user.has_perm("crm.change_dataprotection") else "",
        "today": timezone.localdate(),
    }
    return render(request, "crm/processing_register.html", context)


def _edit_url() -> str:
    return reverse("wagtailsettings:edit", args=["crm", "dataprotection"])
