"""The forms of an import: the file with its proof, and which column is which."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from campaigns.importing.columns import REPEATED
from campaigns.importing.runs import ColumnSeen
from campaigns.models import SubscriberImport

MEANINGS = [
    ("", _("Leave aside")),
    ("email", _("Address")),
    ("first_name", _("First name")),
    ("last_name", _("Last name")),
    ("name", _("First and last name together")),
    ("language", _("Language")),
    ("territory", _("Département")),
    ("tags", _("Tags")),
    ("agreed_on", _("Day of the agreement")),
    ("open_tracking", _("Agrees to open tracking")),
    ("click_tracking", _("Agrees to click tracking")),
    ("status", _("Status at the tool it comes from")),
    ("left", _("Left, bounced or complained")),
]


class ImportForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean()
        if answers.get("newsletter") and not answers.get("consent_source", "").strip():
            self.add_error(
                "consent_source",
                _("Nobody is subscribed without a proof: say where and when they agreed."),
            )
        return answers

    def save(self, commit: bool = True) -> SubscriberImport:
        run: SubscriberImport = self.instance
        run.name = self.cleaned_data["file"].name[:200]
        run.created_by = self.for_user
        saved: SubscriberImport = super().save(commit=commit)
        return saved


class ColumnsForm(forms.Form):
    """One choice a column of the file, in its order."""

    def __init__(self, *args: Any, columns: list[ColumnSeen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for number, column in enumerate(columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column.title or _("(without a title)"),
                choices=MEANINGS,
                required=False,
                initial=column.chosen,
            )

    def rows(self) -> list[tuple[Any, ColumnSeen]]:
        return [(self[f"column-{n}"], column) for n, column in enumerate(self.columns)]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        chosen = [answers.get(f"column-{n}", "") for n in range(len(self.columns))]
        if "email" not in chosen:
            raise forms.ValidationError(_("Say which column holds the addresses."))
        for number, meaning in enumerate(chosen):
            if meaning and meaning not in REPEATED and meaning in chosen[:number]:
                self.add_error(f"column-{number}", _("Another column is this one already."))
        return answers

    def mapping(self) -> dict[str, str]:
        return {
            column.title: self.cleaned_data[f"column-{number}"]
            for number, column in enumerate(self.columns)
        }
