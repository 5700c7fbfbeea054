"""Imports of subscribers in the back office: the list, the upload and the page of each."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn
from wagtail.admin.views import generic

from campaigns.forms.subscriber_import import ImportForm
from campaigns.models import SubscriberImport
from campaigns.viewsets import import_actions as actions
from campaigns.viewsets.import_screen import ImportScreenView, follow_import
from crm.viewsets.base import NetworkIndexView, NetworkViewSet

KEPT_URLS = {"index", "index_results", "add", "inspect"}


class ImportIndexView(NetworkIndexView):
    first_words = _(
        "No file was imported yet. A CSV or XLSX file of another tool will do, with one address "
        "a row: you say what each column is and see what would happen; nothing is written "
        "before you agree, and an import can be undone. Subscribing people to a newsletter takes "
        "a proof: where and when they agreed."
    )

    def get_base_queryset(self) -> QuerySet[SubscriberImport]:
        rows: QuerySet[SubscriberImport] = super().get_base_queryset()
        return rows.select_related("newsletter", "created_by")


class ImportCreateView(generic.CreateView):
    page_title = _("Import subscribers")
    submit_button_label = _("Look at the columns")

    def get_success_url(self) -> str:
        return reverse("subscriber_import:inspect", args=[self.object.pk])

    def get_success_message(self, instance: SubscriberImport) -> Any:
        return _("The file is here. Nothing is written yet.")

    def get_success_buttons(self) -> list:
        return []


class ImportViewSet(NetworkViewSet):
    model = SubscriberImport
    name = "subscriber_import"
    icon = "upload"
    menu_label = _("Imports")
    url_prefix = "imports"
    add_to_reference_index = False
    index_view_class = ImportIndexView
    add_view_class = ImportCreateView
    inspect_view_class = ImportScreenView
    opens_inspection = True
    list_display = [
        "name",
        StatusTagColumn("get_state_display", label=_("State")),
        Column("newsletter", label=_("Newsletter")),
        NumberColumn("created_count", label=_("Created")),
        NumberColumn("updated_count", label=_("People updated")),
        NumberColumn("refused_count", label=_("Refused")),
        Column("created_by", label=_("By")),
        DateColumn("created_at", label=_("Received"), sort_key="created_at"),
    ]
    edit_handler = ObjectList(
        [FieldPanel("file"), FieldPanel("newsletter"), FieldPanel("consent_source")],
        base_form_class=ImportForm,
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = {"edit_url_name": None, "delete_url_name": None, "usage_url_name": None}
        return super().get_common_view_kwargs(**{**unused, **kwargs})

    def get_urlpatterns(self) -> list:
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in KEPT_URLS),
            path("<int:pk>/check/", actions.check, name="check"),
            path("<int:pk>/run/", actions.run, name="run"),
            path("<int:pk>/give-up/", actions.give_up, name="give_up"),
            path("<int:pk>/undo/", actions.undo, name="undo"),
            path("<int:pk>/refused/", actions.refused_rows, name="refused"),
            path("<int:pk>/progress/", follow_import, name="progress"),
        ]
