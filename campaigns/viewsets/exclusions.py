"""Excluded addresses: why, since when, by whom; searched by POST, so that no log holds one."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import any_permission_required
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views import generic

from campaigns.forms.fields import validate_address
from campaigns.sending.progress import kept
from crm.addresses import normalise_address
from crm.models import Suppression, User
from crm.suppression import HERS, Reason, find_exclusions, lift_by_team, may_lift, suppress
from crm.viewsets.base import NetworkViewSet

SHOWN = 50
COUNTED_EVERY_SECONDS = 60
KEPT_URLS = {"index", "add", "delete"}
SOURCES = {
    Reason.HARD_BOUNCE: gettext_lazy("her mail server"),
    Reason.SOFT_BOUNCES: gettext_lazy("her mail server"),
    Reason.COMPLAINT: gettext_lazy("the person, in her mailbox"),
    Reason.LEFT_ALL: gettext_lazy("the person"),
    Reason.MOVED: gettext_lazy("the person"),
    Reason.ERASED: gettext_lazy("the person"),
    Reason.MANUAL: gettext_lazy("the team"),
}
LIFTED = gettext_lazy("This address is no longer excluded.")
ONLY_HERS_STAYS = gettext_lazy("The team no longer excludes this address; the person still does.")
may_see = any_permission_required("crm.view_suppression", "crm.change_suppression")


@dataclass(frozen=True)
class Row:
    exclusion: Suppression
    source: Any
    may_lift: bool


@may_see
def index(request: HttpRequest) -> HttpResponse:
    """Newest first, paged by key: a million rows cost what fifty cost."""
    reason = request.GET.get("reason", "")
    typed = request.POST.get("address", "").strip()
    if typed:
        rows, next_key = find_exclusions(typed, at_most=SHOWN), None
    else:
        rows, next_key = _page(reason, request.GET.get("before", ""))
    numbers = _numbers()
    context = {
        "rows": [Row(row, SOURCES[Reason(row.reason)], may_lift(row)) for row in rows],
        "next": next_key,
        "reason": reason if reason in Reason.values else "",
        "reasons": [(value, label, numbers.get(value, 0)) for value, label in Reason.choices],
        "total": sum(numbers.values()),
        "address": typed,
        "page_title": _("Excluded addresses"),
        "header_icon": "warning",
    }
    return render(request, "campaigns/admin/exclusions.html", context)


def _page(reason: str, before: str) -> tuple[list[Suppression], int | None]:
    """By key, which grows as `created_at` does."""
    rows = Suppression.objects.order_by("-pk")
    if reason in Reason.values:
        rows = rows.filter(reason=reason)
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SHOWN + 1])
    shown = found[:SHOWN]
    return shown, shown[-1].pk if len(found) > SHOWN else None


def _numbers() -> dict[str, int]:
    def count(_last: Any) -> dict[str, int]:
        return dict(Suppression.objects.values_list("reason").annotate(Count("pk")).order_by())

    return kept("exclusions", count, seconds=COUNTED_EVERY_SECONDS)


class ExclusionForm(WagtailAdminModelForm):
    address = forms.CharField(
        label=gettext_lazy("Address"), max_length=254, validators=[validate_address]
    )

    class Meta:
        model = Suppression
        fields = ["address", "detail"]

    def clean_address(self) -> str:
        return normalise_address(self.cleaned_data["address"])

    def save(self, commit: bool = True) -> Suppression:
        answers = self.cleaned_data
        return suppress(answers["address"], Reason.MANUAL, answers["detail"])


class ExcludeView(generic.CreateView):
    def get_success_buttons(self) -> list:
        return []


class LiftView(generic.DeleteView):
    """Only the person can undo what the person did, by signing up again."""

    def get_queryset(self) -> QuerySet[Suppression]:
        exclusions: QuerySet[Suppression] = super().get_queryset()
        return exclusions.exclude(reason__in=HERS, also_by_team=False)

    @property
    def confirmation_message(self) -> Any:
        if self.object.also_by_team:
            return _("The person’s own exclusion stays. Lift that of the team?")
        return _("This address can then be mailed again, if it is subscribed. Lift the exclusion?")

    def form_valid(self, form: Any) -> HttpResponse:
        was_hers = self.object.reason in HERS
        lift_by_team(self.object, by=cast(User, self.request.user))
        messages.success(self.request, ONLY_HERS_STAYS if was_hers else LIFTED)
        return redirect(self.get_success_url())


class SuppressionViewSet(NetworkViewSet):
    """A reason is not edited: it is lifted, or a weightier one comes."""

    model = Suppression
    name = "suppression"
    icon = "warning"
    menu_label = gettext_lazy("Excluded addresses")
    url_prefix = "excluded"
    inspect_view_enabled = False
    add_view_class = ExcludeView
    delete_view_class = LiftView
    edit_handler = ObjectList(
        [FieldPanel("address"), FieldPanel("detail")], base_form_class=ExclusionForm
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = {"edit_url_name": None, "usage_url_name": None, "history_url_name": None}
        return super().get_common_view_kwargs(**{**unused, **kwargs})

    def get_urlpatterns(self) -> list:
        kept_patterns = [p for p in super().get_urlpatterns() if p.name in KEPT_URLS - {"index"}]
        return [path("", index, name="index"), *kept_patterns]
