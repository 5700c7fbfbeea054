"""Forms of staff accounts: inviting, choosing a password, asking for a new one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserEditForm

from crm.addresses import check_address
from crm.models import User
from crm.roles import Role


class InvitationForm(forms.ModelForm):
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, widget=forms.RadioSelect, initial=Role.READING
    )

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name"]

    def clean_email(self) -> str:
        email = check_address(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("An account with this address exists already."))
        return email


class StaffForm(UserEditForm):
    """Wagtail's form, in which only a technical administrator makes another one."""

    def __init__(self, *args: Any, may_make_superusers: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_make_superusers:
            self.fields.pop("is_superuser", None)


class PasswordRequestForm(forms.Form):
    email = forms.EmailField(
        label=_("Your email address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )
