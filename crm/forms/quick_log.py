"""The short form that logs a meeting, and its rows of follow-ups."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.forms.tokens import TokenField
from crm.models import Cooperation, FollowUpGroup, Meeting, Organisation, Person
from crm.quick_log import Account, Promise

DUE_IN = dt.timedelta(days=14)
OF_COOPERATIONS = (
    Meeting.Kind.STEERING,
    Meeting.Kind.PLENARY,
    Meeting.Kind.LOCAL,
    Meeting.Kind.VISIT,
)


def in_two_weeks() -> dt.date:
    return timezone.localdate() + DUE_IN


class DayInput(forms.DateInput):
    """The phone's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class QuickLogForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Meeting.Kind.choices)
    held_on = forms.DateField(label=_("Date"), widget=DayInput(), initial=timezone.localdate)
    organisations = TokenField(
        Organisation, label=_("Organisations"), required=False, max_length=200
    )
    people = TokenField(Person, label=_("People"), required=False)
    cooperation = forms.ModelChoiceField(
        Cooperation.objects.all(), label=_("Cooperation"), required=False
    )
    group = forms.ModelChoiceField(
        FollowUpGroup.objects.all(), label=_("Follow-up group"), required=False
    )
    title = forms.CharField(label=_("Subject"), max_length=200, required=False)
    notes = forms.CharField(
        label=_("Notes"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        if fields.get("kind") == Meeting.Kind.FOLLOW_UP_GROUP and not fields.get("group"):
            self.add_error("group", _("Choose the follow-up group that met."))
        named = any(fields.get(name) for name in ("organisations", "people", "cooperation"))
        if not named and not fields.get("group") and not self.has_error("organisations"):
            self.add_error(
                "organisations", _("Name at least an organisation, a person or a cooperation.")
            )
        return fields


class PromiseForm(forms.Form):
    title = forms.CharField(label=_("To do"), max_length=200, required=False)
    due_on = forms.DateField(
        label=_("For"), widget=DayInput(), required=False, initial=in_two_weeks
    )


PromiseFormSet = forms.formset_factory(PromiseForm, extra=1, max_num=20, validate_max=True)


def told(form: QuickLogForm, promises: forms.BaseFormSet) -> Account:
    """Rows without a title are nothing; a title without a date is due in two weeks."""
    fields = form.cleaned_data
    return Account(
        kind=fields["kind"],
        held_on=fields["held_on"],
        title=fields["title"],
        organisations=fields["organisations"].known,
        new_organisations=fields["organisations"].new,
        people=fields["people"].known,
        new_people=fields["people"].new,
        cooperation=fields["cooperation"],
        group=fields["group"],
        notes=fields["notes"],
        promises=[
            Promise(row["title"], row["due_on"] or in_two_weeks())
            for row in (row.cleaned_data for row in promises)
            if row.get("title")
        ],
    )
