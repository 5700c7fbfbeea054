"""Which list to take out of the house, as which file, and what for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Newsletter, Segment, SubscriberExport


class ExportForm(forms.Form):
    newsletter = forms.ModelChoiceField(
        Newsletter.objects.all(), label=_("Newsletter"), empty_label=None
    )
    segment = forms.ModelChoiceField(
        Segment.objects.all(), label=_("Segment"), required=False, empty_label=_("Everybody")
    )
    format = forms.ChoiceField(label=_("Format"), choices=SubscriberExport.Format.choices)
    reason = forms.CharField(
        label=_("What for?"),
        max_length=300,
        help_text=_("Kept with your name: a list that leaves has to be accounted for."),
    )
