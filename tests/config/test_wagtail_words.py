from functools import cache
from pathlib import Path

import pytest
import wagtail
from babel.messages.mofile import read_mo
from django.utils.translation import gettext, override

from config.wagtail_words import SAID_OTHERWISE


@cache
def french_of_wagtail() -> dict[str, str]:
    catalogues = Path(wagtail.__file__).parent.rglob("locale/fr/LC_MESSAGES/django.mo")
    known = {}
    for catalogue in catalogues:
        with catalogue.open("rb") as file:
            known |= {
                message.id: message.string
                for message in read_mo(file)
                if isinstance(message.id, str)
            }
    return known


def knows_no_gender(words: str) -> bool:
    return "(e)" in words or "ce/cette" in words


@pytest.mark.parametrize("sentence", SAID_OTHERWISE)
def test_wagtail_still_says_it_and_our_french_needs_no_gender(sentence):
    assert knows_no_gender(french_of_wagtail()[sentence])
    with override("fr"):
        assert gettext(sentence) != sentence
        assert not knows_no_gender(gettext(sentence))
