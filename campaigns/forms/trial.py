"""To whom of us a test of an issue goes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.models import User


class ColleaguesField(forms.ModelMultipleChoiceField):
    def __init__(self, colleagues: QuerySet[User], by: User) -> None:
        super().__init__(
            colleagues,
            label=_("Send it to"),
            widget=forms.CheckboxSelectMultiple,
            initial=[by.pk],
            error_messages={"required": _("Choose at least one person.")},
        )

    def label_from_instance(self, user: User) -> str:
        name = user.get_full_name()
        return f"{name} – {user.email}" if name else user.email


class TrialForm(forms.Form):
    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = ColleaguesField(colleagues(), by)


def colleagues() -> QuerySet[User]:
    return User.objects.filter(is_active=True).order_by("last_name", "email")
