"""Requests about personal data in the back office: the register, each line's page, its answers."""

from typing import Any, cast

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import FileField, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.log_actions import log

from crm import data_requests
from crm.addresses import address_hash, normalise_address
from crm.data_requests import RequestRefused
from crm.erasure import export_person
from crm.forms.data_request import DataRequestForm, TakeOutForm
from crm.models import DataRequest, User
from crm.viewsets.base import NetworkIndexView, NetworkViewSet
from crm.viewsets.inspection import NetworkInspectView

HANDED_OUT = "crm.hand_out_data"
ERASED = "crm.erase_person"
TAKEN = "crm.take_requests"
STATES = [
    ("open", gettext_lazy("to be answered")),
    ("overdue", gettext_lazy("overdue")),
    ("answered", gettext_lazy("answered")),
]
KEPT_URLS = {"index", "index_results", "add", "edit", "inspect", "history", "history_results"}
may_answer = permission_required("crm.change_datarequest")


class DataRequestFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STATES, method="filter_state"
    )

    class Meta:
        model = DataRequest
        fields = ["state", "kind", "way", "received_on"]

    def filter_state(self, queryset: Any, name: str, value: str) -> QuerySet[DataRequest]:
        if value == "answered":
            return queryset.exclude(answered_on=None)
        if value == "overdue":
            return queryset.overdue(timezone.localdate())
        return queryset.still_open()


class StateColumn(Column):
    cell_template_name = "crm/data_request_cell.html"


def _who(line: DataRequest) -> str:
    return line.who or (_("fingerprint %s…") % line.address_hash[:8] if line.address_hash else "–")


class DataRequestIndexView(NetworkIndexView):
    template_name = "crm/data_requests.html"
    page_title = gettext_lazy("Requests")
    first_words = gettext_lazy(
        "Nobody has asked for anything yet. A request by letter, mail or telephone is written "
        "down with “Add”: the term, the answer and its proof then stand in one place."
    )
    list_display = [
        "__str__",
        StateColumn("state", label=gettext_lazy("State")),
        Column("kind", label=gettext_lazy("What is asked for"), accessor="get_kind_display"),
        Column("who", label=gettext_lazy("Person"), accessor=_who),
        Column("received_on", label=gettext_lazy("Received"), sort_key="received_on"),
        Column("way", label=gettext_lazy("How it came"), accessor="get_way_display"),
    ]

    def order_queryset(self, queryset: Any) -> QuerySet[DataRequest]:
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        return cast("QuerySet[DataRequest]", queryset.pressing_first())

    def search_queryset(self, queryset: QuerySet[DataRequest]) -> QuerySet[DataRequest]:
        """A whole address is found by its hash too, long after the address has gone."""
        if self.is_searching and "@" in self.search_query:
            hashed = address_hash(normalise_address(self.search_query))
            if (found := queryset.filter(address_hash=hashed)).exists():
                return found
        return super().search_queryset(queryset)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        """Who takes the register out of the house is written down, and asked what for."""
        form = TakeOutForm(self.request.POST if self.request.method == "POST" else None)
        if not form.is_valid():
            return self._ask_what_for(form)
        taken = {"rows": queryset.count(), "format": spreadsheet_format}
        reason = form.cleaned_data["reason"]
        log(self.request.user, TAKEN, user=self.request.user, data={**taken, "reason": reason})
        response = super().as_spreadsheet(queryset, spreadsheet_format)
        add_never_cache_headers(response)
        return response

    def _ask_what_for(self, form: TakeOutForm) -> HttpResponse:
        title = _("Take out the register of requests")
        context = {"form": form, "page_title": title, "header_icon": "download"}
        return render(self.request, "crm/data_requests_take_out.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only the answer to what the file is for; the list itself is asked for by GET."""
        if not self.is_export:
            return self.http_method_not_allowed(request)
        return cast(HttpResponseBase, self.get(request, *args, **kwargs))


def _meant(line: DataRequest) -> tuple[str, str]:
    """Whose data would be handed out or erased, or why nobody's would."""
    try:
        return data_requests.found(line), ""
    except RequestRefused as refused:
        return "", str(refused)


class DataRequestView(NetworkInspectView):
    template_name = "crm/data_request.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line: DataRequest = self.object
        user = self.request.user
        meant, trouble = _meant(line)
        is_ready = bool(meant and line.identity_check)
        return super().get_context_data(
            line=line,
            meant=meant,
            trouble=trouble,
            who=_who(line),
            may_answer=user.has_perm("crm.change_datarequest"),
            is_ready=is_ready,
            wants_data=line.kind in (DataRequest.Kind.ACCESS, DataRequest.Kind.PORTABILITY),
            wants_erasure=line.kind in (DataRequest.Kind.ERASURE, DataRequest.Kind.OBJECTION),
            **kwargs,
        )


class DataRequestCreateView(generic.CreateView):
    submit_button_label = gettext_lazy("Write it down")

    def get_success_url(self) -> str:
        return reverse("data_requests:inspect", args=[self.object.pk])

    def get_success_buttons(self) -> list:
        return []


class DataRequestEditView(generic.EditView):
    def get_success_url(self) -> str:
        return reverse("data_requests:inspect", args=[self.object.pk])

    def get_success_buttons(self) -> list:
        return []


@require_POST
@may_answer
def hand_out(request: HttpRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(DataRequest, pk=pk)
    try:
        held = data_requests.hand_out(line, by=cast(User, request.user))
    except RequestRefused as refused:
        messages.error(request, str(refused))
        return redirect("data_requests:inspect", pk)
    log(line, HANDED_OUT, user=request.user)
    response = HttpResponse(held, content_type="application/json; charset=utf-8")
    name = _("request-%(number)s") % {"number": pk}
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    add_never_cache_headers(response)
    return response


@may_answer
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what would go; POST erases."""
    line = get_object_or_404(DataRequest, pk=pk)
    if request.method == "POST":
        return _erase(request, line)
    meant, _trouble = _meant(line)
    tables = export_person(line.who)["tables"] if meant else []
    context = {
        "line": line,
        "meant": meant,
        "tables": [(table["name"], len(table["rows"])) for table in tables],
        "is_colleague": User.objects.filter(email__iexact=line.email).exists(),
        "page_title": _("Erase a person"),
        "header_icon": "bin",
    }
    return render(request, "crm/data_request_erase.html", context)


def _erase(request: HttpRequest, line: DataRequest) -> HttpResponse:
    try:
        data_requests.erase(line, by=cast(User, request.user))
    except RequestRefused as refused:
        messages.error(request, str(refused))
    else:
        log(line, ERASED, user=request.user)
        messages.success(request, _("Erased. Of an address only a keyed hash is kept."))
    return redirect("data_requests:inspect", line.pk)


@may_answer
def file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Never shown by the browser: what people send may be anything."""
    line = get_object_or_404(DataRequest, pk=pk)
    if name not in {f.name for f in line._meta.fields if isinstance(f, FileField)}:
        raise PermissionDenied
    stored = getattr(line, name)
    if not stored:
        raise Http404
    response = FileResponse(stored.open("rb"), as_attachment=True)
    response["Content-Type"] = "application/octet-stream"
    add_never_cache_headers(response)
    return response


class DataRequestViewSet(NetworkViewSet):
    """Nothing is deleted by hand: a line goes when its time has come."""

    model = DataRequest
    name = "data_requests"
    icon = "lock"
    menu_label = gettext_lazy("Requests")
    menu_name = "data-requests"
    add_to_reference_index = False
    index_view_class = DataRequestIndexView
    inspect_view_class = DataRequestView
    add_view_class = DataRequestCreateView
    edit_view_class = DataRequestEditView
    opens_inspection = True
    filterset_class = DataRequestFilterSet
    list_display = DataRequestIndexView.list_display
    list_export = [
        *("pk", "get_kind_display", "get_way_display", "received_on", "email", "name"),
        *("get_identity_check_display", "identity_checked_on", "identity_checked_by", "due_on"),
        *("extended_because", "answered_on", "get_outcome_display", "answer", "answered_by"),
    ]
    export_headings = {"pk": gettext_lazy("Number")}
    related = ("identity_checked_by", "answered_by")
    search_fields = ["email", "name"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("way")]),
                    FieldPanel("received_on"),
                    FieldRowPanel([FieldPanel("email"), FieldPanel("name")]),
                    FieldPanel("details"),
                    FieldPanel("letter"),
                    FieldPanel("identity_check"),
                ],
                heading=gettext_lazy("The request"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("extended_because"),
                    FieldRowPanel([FieldPanel("outcome"), FieldPanel("answered_on")]),
                    FieldPanel("answer"),
                    FieldPanel("proof"),
                ],
                heading=gettext_lazy("The answer"),
                help_text=gettext_lazy(
                    "Leave it empty until you have answered. Handing out the data and erasing "
                    "fill it by themselves."
                ),
                permission="crm.change_datarequest",
            ),
        ],
        base_form_class=DataRequestForm,
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = {"delete_url_name": None, "usage_url_name": None}
        return super().get_common_view_kwargs(**{**unused, **kwargs})

    def get_urlpatterns(self) -> list:
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in KEPT_URLS),
            path("<int:pk>/hand-out/", hand_out, name="hand_out"),
            path("<int:pk>/erase/", erase, name="erase"),
            path("<int:pk>/file/<slug:name>/", file, name="file"),
        ]
