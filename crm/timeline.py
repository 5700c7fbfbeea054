"""A history in one list: each room registers what it knows of an organisation or a person.

A source is `source(subject, limit) -> entries`: its newest `limit` entries about the subject (an
Organisation or a Person), in any order. It may return nothing for a kind of subject it does not
know. `day` is what orders the list; `key` ("meeting-12") settles ties, so pages never overlap.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

PAGE_SIZE = 20
LAST_PAGE = 50


@dataclass(frozen=True)
class Entry:
    day: dt.date
    kind: Any  # what it is, a (lazy) string to show: "Meeting with a partner"
    title: str
    key: str
    url: str = ""
    icon: str = "history"
    detail: str = ""


@dataclass(frozen=True)
class Page:
    entries: list[Entry]
    number: int
    has_next: bool


Source = Callable[[Any, int], Iterable[Entry]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """To be called from AppConfig.ready(); the same source counts once."""
    if source not in _sources:
        _sources.append(source)


def timeline(subject: Any, *, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """Newest first. Reads at most `page × size + 1` entries of each source."""
    number = min(max(page, 1), LAST_PAGE)
    wanted = number * size
    found = [entry for source in _sources for entry in source(subject, wanted + 1)]
    found.sort(key=lambda entry: (entry.day, entry.key), reverse=True)
    return Page(
        entries=found[wanted - size : wanted],
        number=number,
        has_next=len(found) > wanted and number < LAST_PAGE,
    )
