"""The sentences people agree to on our forms. A changed sentence becomes a new version."""

import hashlib
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext, override

from campaigns.models import Newsletter
from crm.consent import (
    CLICK_TRACKING,
    OPEN_TRACKING,
    TRACKING_PURPOSES,
    keep_wording,
    newsletter_purpose,
)
from crm.models import ConsentWording, Subscriber


@dataclass(frozen=True)
class Wordings:
    """What one form shows in one language, by purpose."""

    language: str
    texts: dict[str, str]

    @property
    def digest(self) -> str:
        """Goes with the form, so that what is stored is what was on the screen."""
        shown = "\0".join([self.language, *self.texts.values()])
        return hashlib.blake2b(shown.encode(), digest_size=8).hexdigest()

    def keep(self, purpose: str) -> ConsentWording:
        return keep_wording(purpose, self.language, self.texts[purpose])


def wordings(language: str, *newsletters: Newsletter) -> Wordings:
    """Reads nothing and writes nothing: rows are kept when somebody agrees."""
    with override(language):
        letters = {
            newsletter_purpose(newsletter.slug): gettext(
                "I would like to receive “%(newsletter)s” by e-mail. "
                "I can leave at any time with the link at the foot of each letter."
            )
            % {"newsletter": newsletter.public_name}
            for newsletter in newsletters
        }
        return Wordings(language, letters | _tracking_texts())


def purpose_names() -> dict[str, str]:
    """What the ledger is about, in the words of the screens: letters, then tracking."""
    letters = Newsletter.objects.order_by("name").values_list("slug", "name")
    tracking = {
        purpose: capfirst(str(Subscriber._meta.get_field(purpose).verbose_name))
        for purpose in TRACKING_PURPOSES
    }
    return {newsletter_purpose(slug): name for slug, name in letters} | tracking


def purpose_name(purpose: str, names: dict[str, str] | None = None) -> str:
    """Of a newsletter that is gone, its short name."""
    known = purpose_names() if names is None else names
    return known.get(purpose, purpose.partition(":")[2] or purpose)


def _tracking_texts() -> dict[str, str]:
    return {
        OPEN_TRACKING: gettext(
            "I agree that it is recorded, under my address, whether and when I open the "
            "letters, so that the team learns which ones are of use to me. "
            "I can change my mind at any time, for letters already sent as well."
        ),
        CLICK_TRACKING: gettext(
            "I agree that it is recorded, under my address, which links of the letters I "
            "follow, so that the team learns what interests me. "
            "I can change my mind at any time, for letters already sent as well."
        ),
    }
