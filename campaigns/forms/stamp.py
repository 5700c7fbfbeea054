"""A signed stamp on a public form: when and on which page it was shown, with which sentences,
and how often.

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
    page: str
    pressed_again: bool = False

    def __str__(self) -> str:
        return signing.dumps([self.digest, self.page, self.pressed_again], salt=SALT)


def read_stamp(value: str) -> Stamp | None:
    return _read(value, max_age=GOOD_FOR)


def page_of(value: str) -> str:
    """Where the form stood, however long ago; nothing when the stamp is not ours."""
    stamp = _read(value)
    return stamp.page if stamp else ""


def _read(value: str, *, max_age: timedelta | None = None) -> Stamp | None:
    try:
        digest, page, pressed_again = signing.loads(value, salt=SALT, max_age=max_age)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Stamp(digest, page, pressed_again)
