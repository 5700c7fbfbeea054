"""What a colleague writes down of a consent given on paper or by telephone."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.attesting import ACTS, SOURCES
from campaigns.wordings import purpose_names
from crm.models import Consent


class AttestationForm(forms.Form):
    purpose = forms.ChoiceField(label=_("On what"))
    act = forms.ChoiceField(label=_("What the person said"))
    source = forms.ChoiceField(label=_("How"))
    given_on = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    proof = forms.CharField(
        label=_("Proof"),
        max_length=300,
        help_text=_("Where the paper is kept, who took the call: what one would show if asked."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"given_on": timezone.localdate()}, **kwargs})
        choices = {
            "purpose": list(purpose_names().items()),
            "act": [(act.value, act.label) for act in ACTS],
            "source": [(source.value, source.label) for source in SOURCES],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields["act"].initial = Consent.Act.GRANTED

    def clean_given_on(self) -> Any:
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def attested(self) -> dict[str, Any]:
        """As `attest` takes it: of today, now; of another day, its noon."""
        answers = dict(self.cleaned_data)
        day = answers.pop("given_on")
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        return answers | {"at": timezone.now() if day == timezone.localdate() else noon}
