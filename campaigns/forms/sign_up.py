"""The sign-up form: an address, and what else somebody cares to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import AddressField, NameField, TerritoryField
from campaigns.forms.stamp import Stamp, read_stamp
from campaigns.models import Newsletter
from campaigns.subscriptions import SignUp
from campaigns.wordings import wordings
from crm.consent import CLICK_TRACKING, OPEN_TRACKING


class SignUpForm(forms.Form):
    email = AddressField()
    first_name = NameField(_("First name"), autocomplete="given-name")
    territory = TerritoryField(_("Your département"))
    opens = forms.BooleanField(required=False)
    clicks = forms.BooleanField(required=False)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    # Hidden from people and from screen readers; a name that no browser fills in by itself.
    subject_line = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, newsletter: Newsletter, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.wordings = wordings(language, newsletter)
        self.fields["opens"].label = self.wordings.texts[OPEN_TRACKING]
        self.fields["clicks"].label = self.wordings.texts[CLICK_TRACKING]
        self.asks_again = False

    @property
    def letter_wording(self) -> str:
        return next(iter(self.wordings.texts.values()))

    @property
    def next_stamp(self) -> str:
        """The stamp of the form as it is about to be shown."""
        return str(Stamp(self.wordings.digest, pressed_again=self.is_bound))

    def comes_from_a_person(self) -> bool:
        """A good stamp and an empty trap, or a second press; never a verdict for ever."""
        stamp = read_stamp(self.cleaned_data["stamp"])
        if stamp is None or stamp.digest != self.wordings.digest:
            return False
        return stamp.pressed_again or not self.cleaned_data["subject_line"]

    def sign_up(self, proof: str) -> SignUp:
        answers = self.cleaned_data
        ticked = {OPEN_TRACKING: answers["opens"], CLICK_TRACKING: answers["clicks"]}
        return SignUp(
            email=answers["email"],
            wordings=self.wordings,
            first_name=answers["first_name"],
            territory=answers["territory"],
            agreed=frozenset(purpose for purpose, agreed in ticked.items() if agreed),
            proof=proof,
        )
