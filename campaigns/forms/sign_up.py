"""The sign-up form: an address, letters, and what else somebody cares to say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import AddressField, NameField, TerritoryField
from campaigns.forms.stamp import Stamp, page_of, read_stamp
from campaigns.models import Newsletter
from campaigns.subscriptions import SignUp
from campaigns.wordings import wordings
from crm.consent import CLICK_TRACKING, OPEN_TRACKING, newsletter_purpose

PAGE_LENGTH = 200


class SignUpForm(forms.Form):
    """For one letter, or with a box for each of several.

    `page` is the path of the page it stands on; a form that comes back has it in its stamp.
    """

    email = AddressField()
    letters = forms.MultipleChoiceField(
        label=_("The letters I would like"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick at least one letter.")},
    )
    first_name = NameField(_("First name"), autocomplete="given-name")
    territory = TerritoryField(_("Your département"))
    letters_language = forms.ChoiceField(
        label=_("Language of the letters"), choices=settings.LANGUAGES, required=False
    )
    opens = forms.BooleanField(required=False)
    clicks = forms.BooleanField(required=False)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    # Hidden from people and from screen readers; a name that no browser fills in by itself.
    subject_line = forms.CharField(required=False, max_length=500)

    def __init__(
        self,
        *args: Any,
        newsletters: Sequence[Newsletter],
        language: str,
        page: str,
        ticked: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        initial = {"letters_language": language, "letters": list(ticked)}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.page = page_of(self.data.get("stamp", "")) or page[:PAGE_LENGTH]
        self.newsletters = list(newsletters)
        self.language = language
        self.wordings = wordings(language, *newsletters)
        if self.offers_several:
            self.fields["letters"].choices = [  # type: ignore[attr-defined]
                (newsletter.slug, self.wordings.texts[newsletter_purpose(newsletter.slug)])
                for newsletter in newsletters
            ]
        else:
            del self.fields["letters"]
        self.fields["opens"].label = self.wordings.texts[OPEN_TRACKING]
        self.fields["clicks"].label = self.wordings.texts[CLICK_TRACKING]
        self.asks_again = False

    @property
    def offers_several(self) -> bool:
        return len(self.newsletters) > 1

    @property
    def offered(self) -> str:
        return ",".join(newsletter.slug for newsletter in self.newsletters)

    @property
    def letter_wording(self) -> str:
        return next(iter(self.wordings.texts.values()))

    @property
    def next_stamp(self) -> str:
        """The stamp of the form as it is about to be shown."""
        return str(Stamp(self.wordings.digest, self.page, pressed_again=self.is_bound))

    def comes_from_a_person(self) -> bool:
        """A good stamp and an empty trap, or a second press; never a verdict for ever."""
        stamp = read_stamp(self.cleaned_data["stamp"])
        if stamp is None or stamp.digest != self.wordings.digest:
            return False
        return stamp.pressed_again or not self.cleaned_data["subject_line"]

    def chosen(self) -> list[Newsletter]:
        if not self.offers_several:
            return self.newsletters
        ticked = self.cleaned_data["letters"]
        return [newsletter for newsletter in self.newsletters if newsletter.slug in ticked]

    def sign_up(self) -> SignUp:
        answers = self.cleaned_data
        ticked = {OPEN_TRACKING: answers["opens"], CLICK_TRACKING: answers["clicks"]}
        return SignUp(
            email=answers["email"],
            wordings=self.wordings,
            language=answers["letters_language"],
            first_name=answers["first_name"],
            territory=answers["territory"],
            agreed=frozenset(purpose for purpose, agreed in ticked.items() if agreed),
            proof=self.page,
        )
