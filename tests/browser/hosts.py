"""Whom a page asks for anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request

WITHOUT_HOST = ("data", "blob", "about")


@contextmanager
def hosts_asked(page: Page) -> Iterator[set[str]]:
    """Fills up while the block runs; ports belong to a host."""
    hosts: set[str] = set()

    def note(request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in WITHOUT_HOST:
            hosts.add(url.netloc)

    page.on("request", note)
    try:
        yield hosts
    finally:
        page.remove_listener("request", note)
