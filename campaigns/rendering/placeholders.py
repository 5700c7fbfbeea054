"""The slots a frozen body leaves open for one recipient, and how a value becomes safe in them.

A slot is a name between U+E000 and U+E001, private-use characters that `strip_private` takes out
of everything people type: no typed text can become a slot.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from urllib.parse import quote

OPENING, CLOSING, SEPARATOR, BLANK = "\ue000", "\ue001", "\ue002", "\ue003"
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
SLOT = re.compile(f"{OPENING}([^{OPENING}{CLOSING}]*){CLOSING}")

NAMES = frozenset({"first_name", "last_name", "email"})
LINKS = frozenset(
    {
        *("unsubscribe_url", "preferences_url", "tracking_url"),
        *("web_url", "open_url", "click", "trap_url"),
    }
)


class Context(Enum):
    """Where a value lands. A URL slot inside an HTML attribute is HTML."""

    HTML = "html"
    TEXT = "text"
    URL = "url"
    HEADER = "header"


@dataclass(frozen=True)
class Slot:
    """`before` and `fallback` are already safe where they stand: they come from the body."""

    name: str
    number: int = 0
    before: str = ""
    fallback: str = ""

    def fill(self, value: str) -> str:
        """`value` must be escaped for the body's context."""
        return f"{self.before}{value}" if value else self.fallback


def slot(name: str, *, number: int = 0, before: str = "", fallback: str = "") -> str:
    """The placeholder to write into a body; `before` and `fallback` are escaped with the body.

    No blank stands inside, so that no line is broken there.
    """
    if name not in NAMES | LINKS:
        raise ValueError(f"{name} is no slot")
    key = f"{name}:{number}" if number else name
    parts = [key, strip_private(before), strip_private(fallback)] if before or fallback else [key]
    return OPENING + SEPARATOR.join(parts).replace(" ", BLANK) + CLOSING


def split(body: str) -> list[str | Slot]:
    """Text and slots in their order, no empty text. Raises ValueError on a broken placeholder."""
    chunks: list[str | Slot] = []
    for index, piece in enumerate(SLOT.split(body)):
        if index % 2:
            chunks.append(_read(piece))
        elif PRIVATE_USE.search(piece):
            raise ValueError("a placeholder is not closed, or was never opened")
        elif piece:
            chunks.append(piece)
    return chunks


def _read(inside: str) -> Slot:
    key, before, fallback = [*inside.replace(BLANK, " ").split(SEPARATOR), "", ""][:3]
    name, _colon, number = key.partition(":")
    if name not in NAMES | LINKS or (name == "click") != bool(number):
        raise ValueError(f"unknown placeholder “{key}”")
    return Slot(name, int(number or 0), before, fallback)


def _one_line(value: str) -> str:
    if value.isprintable() and "  " not in value and value == value.strip(" "):
        return value  # as nearly every name is
    return " ".join(CONTROLS.sub(" ", strip_private(value)).split())


def _escape_html(value: str) -> str:
    return html.escape(_one_line(value), quote=True)


def _escape_url(value: str) -> str:
    return quote(_one_line(value), safe="")


_ESCAPES: dict[Context, Callable[[str], str]] = {
    Context.HTML: _escape_html,
    Context.TEXT: _one_line,
    Context.URL: _escape_url,
    Context.HEADER: _one_line,
}


@lru_cache(maxsize=4096)
def escape(value: str, context: Context) -> str:
    """One line, without control characters, that means nothing but itself in this context."""
    return _ESCAPES[context](value)


def strip_private(text: str) -> str:
    return PRIVATE_USE.sub("", text)


def fill(body: str, values: Mapping[str, str], context: Context) -> str:
    """For previews and tests of one mail; campaigns join prepared bytes instead.

    `values` is keyed by slot name, links by number as "click:3"; a missing one is empty.
    """
    return "".join(
        chunk if isinstance(chunk, str) else chunk.fill(escape(_value(chunk, values), context))
        for chunk in split(body)
    )


def _value(wanted: Slot, values: Mapping[str, str]) -> str:
    key = f"{wanted.name}:{wanted.number}" if wanted.number else wanted.name
    return values.get(key, "")
