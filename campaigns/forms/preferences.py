"""The preference page's form, and the small one that asks for a fresh link."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import AddressField, NameField, TerritoryField
from campaigns.models import Newsletter
from campaigns.preferences import (
    Preferences,
    chosen_topics,
    offered,
    offered_topics,
    received,
)
from campaigns.wordings import wordings
from crm.addresses import normalise_address
from crm.consent import CLICK_TRACKING, OPEN_TRACKING
from crm.models import Subscriber, TrackingChoice

ANSWERS = [
    (TrackingChoice.GRANTED.value, _("I agree")),
    (TrackingChoice.REFUSED.value, _("I refuse")),
]


class TrackingForm(forms.Form):
    opens = forms.ChoiceField(choices=ANSWERS, required=False, widget=forms.RadioSelect)
    clicks = forms.ChoiceField(choices=ANSWERS, required=False, widget=forms.RadioSelect)

    def __init__(
        self,
        data: Any = None,
        *,
        subscriber: Subscriber,
        newsletters: Sequence[Newsletter] = (),
        initial: dict[str, Any] | None = None,
    ) -> None:
        stored = {"opens": subscriber.open_tracking, "clicks": subscriber.click_tracking}
        super().__init__(data, initial=stored | (initial or {}))
        self.wordings = wordings(subscriber.language, *newsletters)
        self.fields["opens"].label = self.wordings.texts[OPEN_TRACKING]
        self.fields["clicks"].label = self.wordings.texts[CLICK_TRACKING]

    def answers(self) -> dict[str, str]:
        """By purpose, without what was not answered."""
        ticked = {
            OPEN_TRACKING: self.cleaned_data["opens"],
            CLICK_TRACKING: self.cleaned_data["clicks"],
        }
        return {purpose: choice for purpose, choice in ticked.items() if choice}


class PreferencesForm(TrackingForm):
    newsletters = forms.MultipleChoiceField(
        label=_("The letters I receive"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.MultipleChoiceField(
        label=_("The topics that interest me"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first_name = NameField(_("First name"), autocomplete="given-name")
    last_name = NameField(_("Last name"), autocomplete="family-name")
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    territory = TerritoryField(_("My département"))
    paused_until = forms.DateField(
        label=_("No letter before"),
        help_text=_("Leave empty to receive them as they come."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, subscriber: Subscriber) -> None:
        newsletters, topics = offered(subscriber), offered_topics()
        initial = {
            "newsletters": [str(pk) for pk in received(subscriber)],
            "topics": [str(pk) for pk in chosen_topics(subscriber)],
            "first_name": subscriber.first_name,
            "last_name": subscriber.last_name,
            "language": subscriber.language,
            "territory": subscriber.territory.code if subscriber.territory else "",
            "paused_until": subscriber.paused_until,
        }
        super().__init__(data, subscriber=subscriber, newsletters=newsletters, initial=initial)
        self.fields["newsletters"].choices = [  # type: ignore[attr-defined]
            (str(newsletter.pk), newsletter.public_name) for newsletter in newsletters
        ]
        self.fields["topics"].choices = [  # type: ignore[attr-defined]
            (str(topic.pk), topic.public_name) for topic in topics
        ]

    def clean_paused_until(self):
        """A day gone by pauses nothing: the same as an empty field."""
        day = self.cleaned_data["paused_until"]
        return day if day and day > timezone.localdate() else None

    def preferences(self) -> Preferences:
        answers = self.cleaned_data
        return Preferences(
            newsletters=frozenset(map(int, answers["newsletters"])),
            topics=frozenset(map(int, answers["topics"])),
            tracking=self.answers(),
            language=answers["language"],
            first_name=answers["first_name"],
            last_name=answers["last_name"],
            territory=answers["territory"],
            paused_until=answers["paused_until"],
        )


class NewAddressForm(forms.Form):
    new_email = AddressField(_("New e-mail address"))

    def __init__(self, *args: Any, subscriber: Subscriber, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subscriber = subscriber

    def clean_new_email(self) -> str:
        email: str = self.cleaned_data["new_email"]
        if normalise_address(email) == self.subscriber.address:
            raise ValidationError(_("Your letters come to this address already."))
        return email


class FreshLinkForm(forms.Form):
    email = AddressField()
