"""The long form of an organisation, with its links."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm


class OrganisationForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formsets["links"].get_unique_error_message = _linked_twice

    def is_valid(self) -> bool:
        """The two ends of a link stand in two forms: here both are known."""
        return super().is_valid() and not self._linked_to_itself()

    def _linked_to_itself(self) -> bool:
        links = self.formsets["links"].forms
        odd = [link for link in links if link.cleaned_data.get("target") == self.instance]
        for link in odd:
            link.add_error("target", _("Choose another organisation than this one."))
        return bool(odd)


def _linked_twice(fields: Any) -> str:
    return _("This link is entered twice: remove one of the two.")
