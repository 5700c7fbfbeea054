"""The plain part of a mail: one text template a block, html2text for rich text."""

import re
from collections.abc import Iterable
from typing import Any

import html2text
from bs4 import BeautifulSoup
from django.template import Context, Engine

from campaigns.rendering.links import Rewrite, rewrite_links
from campaigns.rendering.parts import Part

EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")


def render_text(parts: Iterable[Part], context: dict[str, Any], rewrite: Rewrite) -> str:
    blocks = [_block(part, context, rewrite) for part in parts]
    text = _rendered("campaigns/mail/issue.txt", {**context, "blocks": blocks})
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return EMPTY_LINES.sub("\n\n", lines).strip() + "\n"


def _block(part: Part, context: dict[str, Any], rewrite: Rewrite) -> str:
    values = {"asks_tracking": context["asks_tracking"], **part.values}
    if url := values.get("url"):
        values["url"] = rewrite(url)
    if source := values.get("xhtml"):
        values["plain"] = rich_text_to_plain(source, rewrite)
    return _rendered(f"campaigns/mail/blocks/{part.kind}.txt", values).strip()


def _rendered(name: str, values: dict[str, Any]) -> str:
    """Plain text must not be escaped as HTML is."""
    template = Engine.get_default().get_template(name)
    return str(template.render(Context(values, autoescape=False)))


def rich_text_to_plain(source: str, rewrite: Rewrite) -> str:
    """Paragraphs, lists and links as people type them, without Markdown's escapes."""
    soup = BeautifulSoup(source, "html.parser")
    rewrite_links(soup, rewrite)
    for emphasis in soup.find_all(["b", "strong", "i", "em"]):
        emphasis.unwrap()
    for heading in soup.find_all("h3"):
        heading.name = "p"
    for link in soup.find_all("a"):
        link.replace_with(_words_and_address(link.get_text(), str(link["href"])))
    converter = html2text.HTML2Text(bodywidth=0)
    converter.unicode_snob = True
    converter.ul_item_mark = "–"
    converter.escape_snob = False
    return _without_escapes(converter.handle(str(soup))).strip()


def _words_and_address(words: str, url: str) -> str:
    bare = url.removeprefix("mailto:").removeprefix("tel:")
    if words.strip() in (url, bare):
        return words
    return f"{words} ({bare})"


def _without_escapes(markdown: str) -> str:
    """html2text guards what Markdown would read as a mark; here nobody reads Markdown."""
    return re.sub(r"^(\s*)(\d+)\\\.|\\([-+*_#`\\.])", _unescaped, markdown, flags=re.MULTILINE)


def _unescaped(match: re.Match[str]) -> str:
    if match.group(2):
        return f"{match.group(1)}{match.group(2)}."
    return match.group(3)
