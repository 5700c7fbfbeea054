"""The one screen of the installation's limits: host, quiet hours, recipient and sender domains."""

from functools import partial
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet

from campaigns.models import SendingPace
from campaigns.sending.pace.changes import wake_all
from campaigns.sending.pace.past import count_what_left
from campaigns.tasks import send_campaign

HANDLER = ObjectList(SendingPace.panels)


class PaceView(generic.EditView):
    model = SendingPace
    panel = HANDLER.bind_to_model(SendingPace)
    template_name = "campaigns/admin/pace_settings.html"
    permission_required = "change"
    header_icon = "history"
    page_title = _("Sending pace")
    edit_url_name = index_url_name = "pace:edit"
    delete_url_name = None
    success_message = _("The pace was changed; it counts from now on.")
    error_message = _("The pace was not changed: look at the fields marked below.")

    def get_object(self, queryset: Any = None) -> SendingPace:
        return SendingPace.load()

    def get_edit_url(self) -> str:
        return reverse("pace:edit")

    def get_success_url(self) -> str:
        return reverse("pace:edit")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_page_subtitle(self) -> str:
        return ""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        count_what_left(self.object)
        for campaign_id in wake_all():
            transaction.on_commit(partial(send_campaign, campaign_id))
        return response


class PaceMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("campaigns.change_sendingpace")


class PaceViewSet(ViewSet):
    name = "pace"
    url_prefix = "pace"
    icon = "history"
    menu_label = _("Sending pace")
    menu_item_class = PaceMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", self.construct_view(PaceView), name="edit")]
