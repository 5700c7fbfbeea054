"""What all lists of the CRM share: search, filters, safe exports, few queries."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from crm.exports import neutralised
from crm.finding import find
from crm.viewsets.inspection import NetworkInspectView


class TeachingList:
    """`first_words` say to whoever opens a list in which nothing stands yet what it is for."""

    results_template_name = "crm/listing_results.html"
    first_words: Any = ""


class NetworkIndexView(TeachingList, generic.IndexView):
    related: tuple[str, ...] = ()
    opens_inspection = False
    add_item_label = gettext_lazy("Add")  # the gender of the model's name is not known here

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """A list without columns to export has no file either, whoever types its address."""
        super().setup(request, *args, **kwargs)
        if not self.list_export:
            self.is_export = False

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related(*self.related)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        return find(queryset, self.search_query, fields=self.search_fields or ())

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        column = super()._get_title_column(field_name, *args, **kwargs)
        if self.opens_inspection:
            column._get_url_func = self.get_inspect_url
        return column

    def get_heading(self, queryset: QuerySet, field: str) -> str:
        if field in self.export_headings:
            return neutralised(str(self.export_headings[field]))
        plain = field.removeprefix("get_").removesuffix("_display")
        return neutralised(capfirst(super().get_heading(queryset, plain)))

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return neutralised(super().preprocess_field_value(field, value, export_format))


SAVED = {
    "success_message": gettext_lazy("Saved: %(object)s."),
    "error_message": gettext_lazy("Nothing is saved yet: look at the fields marked below."),
}
DELETED = {"success_message": gettext_lazy("Deleted: %(object)s.")}


class PlainWords:
    """Wagtail's own sentences name the model, whose gender in French they cannot know."""

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(**SAVED, **kwargs)  # type: ignore[misc]

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(**SAVED, **kwargs)  # type: ignore[misc]

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_delete_view_kwargs(**DELETED, **kwargs)  # type: ignore[misc]


class NetworkViewSet(PlainWords, ModelViewSet):
    """`related` saves a query a row; `opens_inspection` makes a row's title open its page;
    `first_words`: see TeachingList."""

    index_view_class = NetworkIndexView
    inspect_view_class = NetworkInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50
    first_words: Any = ""
    related: tuple[str, ...] = ()
    opens_inspection = False

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        chosen = {"related": self.related, "opens_inspection": self.opens_inspection}
        if self.first_words:
            chosen["first_words"] = self.first_words
        return super().get_index_view_kwargs(**chosen, **kwargs)
