"""The fields that the public forms share: an address, a name, a département."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from crm.addresses import check_address
from crm.models import Territory

# What a name never holds: control characters, and what would make a link of it in a mail.
single_line = RegexValidator(
    "[\\x00-\\x1f\\x7f\\u2028\\u2029<>]|://",
    message=_("Please write a name here, without special characters."),
    inverse_match=True,
)


def validate_address(value: str) -> None:
    check_address(value)


class AddressField(forms.CharField):
    def __init__(self, label: Any = None) -> None:
        super().__init__(
            label=label or _("Your e-mail address"),
            max_length=254,
            validators=[validate_address],
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={"required": _("Please write your e-mail address.")},
        )


class NameField(forms.CharField):
    def __init__(self, label: Any, *, autocomplete: str) -> None:
        super().__init__(
            label=label,
            max_length=100,
            required=False,
            validators=[single_line],
            widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
        )


class TerritoryField(forms.ModelChoiceField):
    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            queryset=Territory.objects.all(),
            required=False,
            empty_label=_("I would rather not say"),
            to_field_name="code",
        )
