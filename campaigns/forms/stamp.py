"""A signed stamp on a public form: when it was shown, with which sentences, and how often.

It refuses nobody: without a good one the form comes back filled in and asks for one more press.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

SALT = "campaigns.forms.stamp"
GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Stamp:
    digest: str
    pressed_again: bool = False

    def __str__(self) -> str:
        return signing.dumps([self.digest, self.pressed_again], salt=SALT)


def read_stamp(value: str) -> Stamp | None:
    try:
        digest, pressed_again = signing.loads(value, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Stamp(digest, pressed_again)
