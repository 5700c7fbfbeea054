"""Tags of subscribers in the back office; some are topics, which people choose for themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList

from crm.models import SubscriberTag
from crm.viewsets.base import NetworkViewSet

OTHER_LANGUAGES = [
    (code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
]
KEPT_URLS = {"index", "index_results", "add", "edit"}


class TopicForm(WagtailAdminModelForm):
    """One more field a language: people read a topic's name in theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in OTHER_LANGUAGES:
            self.fields[f"name_{code}"].initial = self.instance.names.get(code, "")

    def save(self, commit: bool = True) -> SubscriberTag:
        typed = {
            code: self.cleaned_data[f"name_{code}"].strip() for code, _name in OTHER_LANGUAGES
        }
        self.instance.names = {code: name for code, name in typed.items() if name}
        tag: SubscriberTag = super().save(commit)
        return tag


def _form_class() -> type[TopicForm]:
    fields = {
        f"name_{code}": forms.CharField(
            label=_("Name in %s") % name, max_length=100, required=False
        )
        for code, name in OTHER_LANGUAGES
    }
    return type("TopicFormInAllLanguages", (TopicForm,), fields)


class TopicViewSet(NetworkViewSet):
    model = SubscriberTag
    first_words = _(
        "No tag yet. Tags sort subscribers for segments; those that are topics can be chosen by "
        "people themselves, among their preferences."
    )
    name = "topic"
    icon = "tag"
    menu_label = _("Tags and topics")
    url_prefix = "topics"
    add_to_reference_index = False
    inspect_view_enabled = False
    list_display = ["name", "is_topic"]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("is_topic"),
            *(FieldPanel(f"name_{code}") for code, _name in OTHER_LANGUAGES),
        ],
        base_form_class=_form_class(),
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = {"delete_url_name": None, "usage_url_name": None, "history_url_name": None}
        return super().get_common_view_kwargs(**{**unused, **kwargs})

    def get_urlpatterns(self) -> list:
        return [p for p in super().get_urlpatterns() if p.name in KEPT_URLS]
