"""A request about personal data, as somebody of the team writes it down or answers it."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from crm.addresses import check_address
from crm.models import DataRequest
from crm.models.data_request import ANSWER_WITHIN_MONTHS, months_after

FILES = (".pdf", ".png", ".jpg", ".jpeg", ".txt", ".eml", ".msg", ".odt", ".doc", ".docx")
LARGEST_MEGABYTES = 10
ANSWER = ("outcome", "answered_on", "answer", "proof")


class DataRequestForm(WagtailAdminModelForm):
    """`for_user` is who fills it; only who may change a request answers it."""

    class Meta:
        model = DataRequest
        fields = [
            *("kind", "way", "received_on", "email", "name", "details", "letter"),
            *("identity_check", "extended_because", *ANSWER),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("letter", "proof"):
            if name in self.fields:
                self.fields[name].widget.attrs["accept"] = ",".join(FILES)
        if self.for_user and not self.for_user.has_perm("crm.change_datarequest"):
            for name in (*ANSWER, "extended_because"):
                self.fields.pop(name, None)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        return check_address(email) if email else ""

    def clean_received_on(self) -> Any:
        return _not_later(self.cleaned_data["received_on"])

    def clean_answered_on(self) -> Any:
        return _not_later(self.cleaned_data["answered_on"])

    def clean_letter(self) -> Any:
        return _checked(self.cleaned_data["letter"])

    def clean_proof(self) -> Any:
        return _checked(self.cleaned_data["proof"])

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        is_forgotten = bool(self.instance.pk and not self.instance.is_open)
        if not (typed.get("email") or typed.get("name") or is_forgotten or self.errors):
            self.add_error("email", _("Say who asks: an address, or at least a name."))
        self._check_extension(typed)
        self._check_answer(typed)
        return typed

    def _check_extension(self, typed: dict[str, Any]) -> None:
        if "extended_because" not in self.changed_data or not typed.get("extended_because"):
            return
        received = typed.get("received_on")
        if received and timezone.localdate() > months_after(received, ANSWER_WITHIN_MONTHS):
            told_late = _("Too late: more time has to be told within a month of the request.")
            self.add_error("extended_because", told_late)

    def _check_answer(self, typed: dict[str, Any]) -> None:
        if typed.get("outcome") and not typed.get("answered_on"):
            typed["answered_on"] = timezone.localdate()
        if typed.get("answered_on") and not typed.get("outcome") and "outcome" in self.fields:
            self.add_error("outcome", _("Say how it ended."))
        received, answered = typed.get("received_on"), typed.get("answered_on")
        if received and answered and answered < received:
            self.add_error("answered_on", _("That is before the request came."))
        if typed.get("outcome") == DataRequest.Outcome.REFUSED and not typed.get("answer"):
            self.add_error("answer", _("A refusal needs its reason."))

    def save(self, commit: bool = True) -> DataRequest:
        line: DataRequest = self.instance
        today = timezone.localdate()
        if "identity_check" in self.changed_data:
            checked = bool(line.identity_check)
            line.identity_checked_on = today if checked else None
            line.identity_checked_by = self.for_user if checked else None
        if "outcome" in self.changed_data:
            line.answered_by = self.for_user if line.outcome else None
        if line.pk is None:
            line.created_by = self.for_user
        return super().save(commit)


def _not_later(day: Any) -> Any:
    if day and day > timezone.localdate():
        raise ValidationError(_("That day is still to come."))
    return day


def _checked(file: Any) -> Any:
    if not isinstance(file, UploadedFile):
        return file
    if Path(file.name or "").suffix.lower() not in FILES:
        raise ValidationError(_("A PDF, a picture, a mail or a text document, please."))
    if (file.size or 0) > LARGEST_MEGABYTES * 1_000_000:
        raise ValidationError(
            _("This file is too large: at most %(size)s MB.") % {"size": LARGEST_MEGABYTES}
        )
    return file


class TakeOutForm(forms.Form):
    """What the register leaves the house for."""

    reason = forms.CharField(
        label=_("What for?"),
        max_length=300,
        help_text=_("Kept with your name: a list that leaves has to be accounted for."),
    )
