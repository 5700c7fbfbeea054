"""Every word on screen exists in French, and the catalogue is the one the sources ask for."""

import re
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
# Those of Babel, and Django's lazy ones, as `make messages` names them
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


@cache
def extracted() -> Catalog:
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    catalog = Catalog(locale="fr")
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS)
    for name, line, message, _comments, context in found:
        catalog.add(message, None, [(name, line)], context=context)
    return catalog


def french() -> Catalog:
    with (ROOT / "locale/fr/LC_MESSAGES/django.po").open("rb") as catalogue:
        return read_po(catalogue, locale="fr")


def first(message_id: str | tuple[str, ...]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def test_no_french_word_is_missing():
    known = french()

    missing = [
        message.id
        for message in extracted()
        if message.id
        and not any((known.get(first(message.id), message.context) or message).string or [])
    ]

    assert missing == []


def test_no_french_word_is_doubtful():
    assert [message.id for message in french() if message.fuzzy and message.id] == []


def test_no_forgotten_word_stays():
    wanted = {(first(m.id), m.context) for m in extracted()}

    assert [m.id for m in french() if m.id and (first(m.id), m.context) not in wanted] == []


def test_french_keeps_every_placeholder():
    def names(text: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(text))

    wrong = [
        message.id
        for message in french()
        if isinstance(message.id, str)
        and message.id
        and message.string
        and names(message.id) != names(message.string)
    ]

    assert wrong == []


# A straight apostrophe in a word, or a plain space where a sign would begin the next line alone.
LOOSE = re.compile(r"[^\W\d]'[\w%«]|« | »| :(?!//)| [;!?]")


def test_french_is_set_as_french_is():
    def told(message) -> str:
        return "\n".join([message.string] if isinstance(message.string, str) else message.string)

    assert [told(m) for m in french() if m.id and LOOSE.search(told(m))] == []
