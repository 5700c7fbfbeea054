"""The page of one import: its columns, what it would do, how far it is, what it did."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import any_permission_required
from wagtail.admin.views import generic

from campaigns.forms.subscriber_import import MEANINGS, ColumnsForm
from campaigns.importing.report import ImportRefused
from campaigns.importing.runs import columns_of
from campaigns.importing.undoing import undoable_count
from campaigns.models import SubscriberImport

State = SubscriberImport.State
SHOWN = 20
NAMES = {column: name for column, name in MEANINGS if column}
SECONDS = 2
BAR_LENGTH = 1000
MAPPED = (State.UPLOADED, State.CHECKED, State.REFUSED)
may_see = any_permission_required(
    "campaigns.view_subscriberimport", "campaigns.add_subscriberimport"
)


class ImportScreenView(generic.InspectView):
    template_name = "campaigns/admin/import.html"
    page_title = _("Import of a file")
    header_buttons: list = []

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run: SubscriberImport = self.object
        can_change = self.request.user.has_perm("campaigns.change_subscriberimport")
        return super().get_context_data(
            **standing(run),
            **_columns(run, self.request.POST or None),
            can_change=can_change,
            undoable=undoable_count(run) if run.state == State.DONE and can_change else 0,
            refusals=[(row, NAMES.get(row.column)) for row in run.refusals.all()[:SHOWN]],
            **kwargs,
        )


def standing(run: SubscriberImport) -> dict[str, Any]:
    """What the part of the page that follows by itself shows; the bar knows rows once counted."""
    share = min(run.rows_read / run.rows_count, 1) if run.rows_count else None
    written = run.created_count + run.updated_count
    if run.state == State.UNDOING:
        share = min(run.undone_count / written, 1) if written else None
    return {
        "run": run,
        "is_moving": run.state in SubscriberImport.MOVING,
        "seconds": SECONDS,
        "percent": None if share is None else int(share * 100),
        "length": 0 if share is None else int(share * BAR_LENGTH),
    }


def _columns(run: SubscriberImport, data: Any) -> dict[str, Any]:
    if run.state not in MAPPED or not run.file:
        return {}
    try:
        return {"columns": ColumnsForm(data, columns=columns_of(run))}
    except ImportRefused as refused:
        return {"unreadable": str(refused)}


@may_see
def follow_import(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(SubscriberImport, pk=pk)
    return render(request, "campaigns/admin/import_standing.html", standing(run))
