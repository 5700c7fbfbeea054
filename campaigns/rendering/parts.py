"""An issue's blocks as plain values, the same for HTML, text and web page. One builder a block."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from campaigns.models import IssuePage
from campaigns.rendering.articles import article_of
from campaigns.rendering.links import absolute
from campaigns.rendering.pictures import picture
from campaigns.rendering.placeholders import slot, strip_private

UNREADABLE = _("The file of the image “{title}” cannot be read.")


@dataclass(frozen=True)
class Part:
    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    error: Any = ""  # lazy: said in the reader's language, not in the issue's


def parts_of(issue: IssuePage) -> list[Part]:
    """In the active language: the caller activates the issue's."""
    return [
        Part(block.block_type, **_built(block.block_type, block.value)) for block in issue.body
    ]


def _built(kind: str, value: Any) -> dict[str, Any]:
    values = BUILDERS[kind](value)
    return {"error": values.pop("error", ""), "values": values}


def typed(text: str | None) -> str:
    """What an editor typed, without the characters that delimit slots."""
    return strip_private(text or "").strip()


def page_url(page: Page | None) -> str:
    """Of the page in the active language when it exists there, else of the page itself."""
    return absolute(page.localized.url or "") if page is not None else ""


def xhtml(source: str) -> str:
    """Rich text with every tag closed: mrml stops at an unclosed one."""
    return BeautifulSoup(expand_db_html(strip_private(source)), "html.parser").decode()


def _heading(value: str) -> dict[str, Any]:
    return {"text": typed(value)}


def _text(value: Any) -> dict[str, Any]:
    return {"xhtml": xhtml(value.source)}


def _image(value: Any) -> dict[str, Any]:
    caption = typed(value["caption"])
    image = value["image"]
    if image is None:
        return {"picture": None, "caption": caption}
    shown = picture(image, alt=typed(image.contextual_alt_text))
    error = "" if shown else format_lazy(UNREADABLE, title=image.title)
    return {"picture": shown, "caption": caption, "error": error}


def _button(value: Any) -> dict[str, Any]:
    url = page_url(value["page"]) if value["page"] else absolute(typed(value["url"]))
    return {"label": typed(value["label"]), "url": url}


def _article(value: Any) -> dict[str, Any]:
    page = value["page"]
    if page is None:
        return {"title": typed(value["title"]), "summary": typed(value["summary"]), "url": ""}
    article = article_of(page.localized)
    shown = picture(article.image) if article.image and value["with_image"] else None
    return {
        "title": typed(value["title"]) or typed(article.title),
        "summary": typed(value["summary"]) or typed(article.summary),
        "picture": shown,
        "published_on": article.published_on,
        "url": page_url(page),
    }


def _key_figure(value: Any) -> dict[str, Any]:
    return {name: typed(value[name]) for name in ("value", "caption", "source")}


def _tracking_question(value: Any) -> dict[str, Any]:
    """`url` would be rewritten as a content link: this one is personal."""
    words = {name: typed(value[name]) for name in ("title", "text", "label")}
    return words | {"answer_url": slot("tracking_url")}


def _separator(_value: None) -> dict[str, Any]:
    return {}


def _greeting(value: Any) -> dict[str, Any]:
    fallback = typed(value["fallback"])
    name = slot("first_name", before=" ", fallback=f" {fallback}" if fallback else "")
    return {"opening": typed(value["opening"]), "fallback": fallback, "name": name}


BUILDERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "heading": _heading,
    "text": _text,
    "image": _image,
    "button": _button,
    "article": _article,
    "key_figure": _key_figure,
    "tracking_question": _tracking_question,
    "separator": _separator,
    "greeting": _greeting,
}
