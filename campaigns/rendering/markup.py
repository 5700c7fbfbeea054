"""The HTML part of a mail: MJML, then inlined styles, then links."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import css_inline
import mrml
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from campaigns.rendering.links import Rewrite, rewrite_links
from campaigns.rendering.parts import Part

# By default mrml links fonts at a third party.
OPTIONS = mrml.RenderOptions(fonts={}, disable_comments=False)

ATTRIBUTES = re.compile(r'\b(href|src|alt)="([^"]*)"')


def render_html(parts: Iterable[Part], context: dict[str, Any], rewrite: Rewrite) -> str:
    styles = render_to_string("campaigns/mail/rich_text.css", context)
    styled = [_with_styles(part, styles) for part in parts]
    source = render_to_string("campaigns/mail/issue.mjml.html", {**context, "parts": styled})
    mjml, kept = set_aside(source)
    html = put_back(mrml.to_html(mjml, None, OPTIONS).content, kept)
    soup = BeautifulSoup(html, "html.parser")
    rewrite_links(soup, rewrite)
    return soup.decode(formatter="minimal")


def _with_styles(part: Part, styles: str) -> Part:
    """Rich text comes without styles, and many mail programs drop style sheets."""
    if "xhtml" not in part.values:
        return part
    inlined = css_inline.inline_fragment(
        f'<div class="rich">{part.values["xhtml"]}</div>', styles, load_remote_stylesheets=False
    )
    closed = BeautifulSoup(inlined, "html.parser").decode()
    return replace(part, values={**part.values, "xhtml": closed})


def set_aside(mjml: str) -> tuple[str, dict[str, str]]:
    """Addresses and alternative texts as plain words, and what they stand for.

    mrml 0.2.4 writes the attributes inside mj-text as Rust prints strings for debugging: a
    backslash comes out twice, a private-use character as "\\u{e000}".
    """
    stem = "kept"
    while stem in mjml:
        stem += "-kept"
    kept: dict[str, str] = {}

    def word(match: re.Match[str]) -> str:
        name = f"{stem}-{len(kept)}-"
        kept[name] = match.group(2)
        return f'{match.group(1)}="{name}"'

    return ATTRIBUTES.sub(word, mjml), kept


def put_back(html: str, kept: dict[str, str]) -> str:
    if not kept:
        return html
    return re.sub("|".join(map(re.escape, kept)), lambda match: kept[match.group()], html)
