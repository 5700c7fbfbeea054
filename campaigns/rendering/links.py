"""Addresses in a mail: made absolute, kept to harmless kinds, and numbered when clicks count."""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings

from campaigns.rendering.placeholders import OPENING, slot

FOLLOWED = ("http", "https")
HARMLESS = (*FOLLOWED, "mailto", "tel")
Rewrite = Callable[[str], str]


class LinkRegistry:
    """The content links of one campaign: the same address has one number in every language."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, url: str) -> int:
        return self._numbers.setdefault(url, len(self._numbers) + 1)

    def rows(self) -> list[tuple[int, str]]:
        return [(number, url) for url, number in self._numbers.items()]


def absolute(url: str) -> str:
    """The full address of what the site names by its path; empty for a kind we do not mail."""
    url = url.strip()
    if not url or url.startswith(("#", OPENING)):
        return url
    try:
        full = urljoin(f"{settings.SITE_URL}/", url)
        return full if urlsplit(full).scheme in HARMLESS else ""
    except ValueError:
        return ""


def is_followed(url: str) -> bool:
    return urlsplit(url).scheme in FOLLOWED


def rewriter(links: LinkRegistry | None) -> Rewrite:
    """Makes an address absolute and, when `links` is given, a numbered slot of it."""

    def rewrite(url: str) -> str:
        full = absolute(url)
        if links is None or not is_followed(full):
            return full
        return slot("click", number=links.number(full))

    return rewrite


def rewrite_links(soup: BeautifulSoup, rewrite: Rewrite) -> None:
    """Every link and picture of the document; a link that leads nowhere becomes its words."""
    for link in soup.find_all("a"):
        href = rewrite(str(link.get("href", "")))
        if href:
            link["href"] = href
        else:
            link.unwrap()
    for image in soup.find_all("img"):
        image["src"] = absolute(str(image.get("src", "")))
