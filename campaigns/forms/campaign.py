"""The forms of a campaign: what is sent to whom, when, and a colleague's word on it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser

from campaigns import preparing
from campaigns.models import Campaign, IssuePage, SendingPace
from campaigns.sending.pace.hours import leaves_time
from campaigns.sending.pace.plan import closings_of

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"


class IssueChooser(AdminPageChooser):
    """Wagtail's own adds the model's name, in the language of whoever came first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(target_models=[IssuePage], **kwargs)
        self.choose_one_text = _("Choose an issue")
        self.choose_another_text = _("Choose another issue")


class CampaignForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issue"].required = True
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Leave empty to take the issue's title.")

    def save(self, commit: bool = True) -> Campaign:
        campaign: Campaign = self.instance
        issue = preparing.source_of(self.cleaned_data["issue"])
        campaign.issue, campaign.newsletter = issue, issue.newsletter
        campaign.name = (campaign.name or issue.title)[:150]
        if campaign.pk is None:
            campaign.slug = preparing.free_slug(campaign.name)
            campaign.owner = self.for_user
        elif {"issue", "segment"} & set(self.changed_data):
            preparing.take_back(campaign)
        saved: Campaign = super().save(commit=commit)
        return saved


class ScheduleForm(forms.Form):
    at = forms.DateTimeField(
        label=_("Day and time, as your clock shows them"),
        input_formats=[LOCAL_FORMAT],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL_FORMAT),
    )

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError(
                _("This moment is past: choose a later one, or send the letter now.")
            )
        return at


class PaceForm(forms.ModelForm):
    class Meta:
        model = Campaign
        fields = ("per_hour", "window_from", "window_until")
        widgets = {
            "window_from": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "window_until": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("window_from"), cleaned.get("window_until")
        if (begins is None) != (ends is None):
            raise forms.ValidationError(_("Give both times, or neither."))
        if begins is not None and begins == ends:
            raise forms.ValidationError(_("Between these two times lies no time at all."))
        if not leaves_time(closings_of(SendingPace.load(), (begins, ends)), timezone.now()):
            raise forms.ValidationError(
                _("All of this lies in the quiet hours: nothing would ever leave.")
            )
        return cleaned


class CommentForm(forms.Form):
    """`read` is the hash of the content the approver has before their eyes."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)
    comment = forms.CharField(
        label=_("Comment"), required=False, widget=forms.Textarea({"rows": 3}), max_length=2000
    )
