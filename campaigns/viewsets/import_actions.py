"""What the buttons of an import do. Each is a POST that calls one verb and comes back."""

import csv
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

from campaigns.forms.subscriber_import import ColumnsForm
from campaigns.importing import runs
from campaigns.importing.report import ImportRefused
from campaigns.models import SubscriberImport
from campaigns.tasks import run_import
from campaigns.viewsets.import_screen import NAMES, may_see
from crm.exports import neutralised

may_import = permission_required("campaigns.change_subscriberimport")
BOM = "\ufeff"


@require_POST
@may_import
def check(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(SubscriberImport, pk=pk)
    try:
        form = ColumnsForm(request.POST, columns=runs.columns_of(run))
    except (ImportRefused, OSError, ValueError) as refused:
        messages.error(request, str(refused))
        return redirect("subscriber_import:inspect", pk)
    if not form.is_valid():
        problems = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, " ".join(dict.fromkeys(problems)))
        return redirect("subscriber_import:inspect", pk)
    return _attempt(request, run, lambda: runs.ask_check(run, form.mapping()))


@require_POST
@may_import
def run(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SubscriberImport, pk=pk)
    return _attempt(request, found, lambda: runs.ask_import(found))


@require_POST
@may_import
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SubscriberImport, pk=pk)
    return _attempt(request, found, lambda: runs.ask_undo(found))


@require_POST
@may_import
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SubscriberImport, pk=pk)
    if runs.give_up(found):
        messages.success(request, _("Given up: nothing was written, and the file is gone."))
    else:
        messages.error(request, _("Too late: look at where this import stands."))
    return redirect("subscriber_import:inspect", pk)


def _attempt(
    request: HttpRequest, found: SubscriberImport, verb: Callable[[], bool]
) -> HttpResponse:
    if verb():
        transaction.on_commit(lambda: run_import(found.pk))
    else:
        messages.error(request, _("Too late: look at where this import stands."))
    return redirect("subscriber_import:inspect", found.pk)


@may_see
def refused_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Row, column and reason; what the file held is in the file, not here."""
    found = get_object_or_404(SubscriberImport, pk=pk)
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    name = _("refused-rows-%(number)s") % {"number": pk}
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Row"), _("Column"), _("Reason")])
    for refusal in found.refusals.iterator():
        column = NAMES.get(refusal.column, refusal.column)
        writer.writerow([refusal.row, str(column), neutralised(refusal.reason)])
    return response
