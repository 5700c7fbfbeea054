"""The sentences people agree to on our forms. A changed sentence becomes a new version."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext, override

from campaigns.models import Newsletter
from crm.consent import CLICK_TRACKING, OPEN_TRACKING, keep_wording, newsletter_purpose
from crm.models import ConsentWording


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
