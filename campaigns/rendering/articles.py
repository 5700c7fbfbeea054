"""What an issue shows of a page of the site. The room above registers how its pages sum up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.models import Page


@dataclass(frozen=True)
class Article:
    title: str
    summary: str = ""
    image: Any = None
    published_on: date | None = None


Summarise = Callable[[Any], Article]
_summaries: dict[type[Page], Summarise] = {}


def register(model: type[Page], summarise: Summarise) -> None:
    """Called from AppConfig.ready() of the app that owns the page."""
    _summaries[model] = summarise


def article_of(page: Page) -> Article:
    """By what is registered for the page's type or one it inherits from, else its own fields."""
    specific = page.specific
    for model in type(specific).__mro__:
        if model in _summaries:
            return _summaries[model](specific)
    return Article(title=specific.title, summary=specific.search_description)
