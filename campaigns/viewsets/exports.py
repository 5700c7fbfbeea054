"""Taking a list out as a file, and the log of all that were taken."""

from tempfile import SpooledTemporaryFile
from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_required

from campaigns.exporting import csv_lines, export, rows, write_workbook
from campaigns.forms.subscriber_export import ExportForm
from campaigns.models import SubscriberExport
from campaigns.segments.rules import SegmentRefused
from crm.models import User

SHOWN = 100
IN_MEMORY = 10_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@permission_required("campaigns.add_subscriberexport")
def export_subscribers(request: HttpRequest) -> HttpResponseBase:
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            made = export(
                answers["newsletter"],
                answers["segment"],
                kind=answers["format"],
                reason=answers["reason"],
                by=cast(User, request.user),
            )
        except SegmentRefused as refused:
            form.add_error("segment", str(refused))
        else:
            return _file(made)
    context = {
        "form": form,
        "exports": SubscriberExport.objects.select_related("made_by")[:SHOWN],
        "page_title": _("Export of subscribers"),
        "header_icon": "download",
    }
    return render(request, "campaigns/admin/exports.html", context)


def _file(made: SubscriberExport) -> HttpResponseBase:
    assert made.newsletter is not None
    table = rows(made.newsletter, made.segment)
    name = f"{made.newsletter.slug}-{timezone.localdate():%Y-%m-%d}.{made.format}"
    response: HttpResponseBase
    if made.format == SubscriberExport.Format.CSV:
        response = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
        write_workbook(table, file)
        file.seek(0)
        response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    add_never_cache_headers(response)
    return response


def urls() -> list[Any]:
    return [path("letters/exports/", export_subscribers, name="export_subscribers")]
