from pathlib import Path

import pytest
import wagtail.admin
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override

from config.wagtail_words import SAID_OTHERWISE


@pytest.mark.parametrize("sentence", SAID_OTHERWISE)
def test_wagtail_still_says_it_and_our_french_needs_no_gender(sentence):
    folder = Path(wagtail.admin.__file__).parent / "locale" / "fr" / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as file:
        theirs = read_po(file)

    assert "(e)" in theirs[sentence].string
    with override("fr"):
        assert gettext(sentence) != sentence
        assert "(e)" not in gettext(sentence)
