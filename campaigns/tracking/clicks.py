"""/c/<token>: sends the reader on to the address the campaign was frozen with, and no other."""

from collections.abc import Mapping
from typing import Any

from django.db import close_old_connections, connection
from django.utils.encoding import iri_to_uri

from campaigns.models import Link
from campaigns.tokens import Kind, read
from campaigns.tracking.answers import HEADERS, Answer, note
from campaigns.tracking.hits import CLICKS

MOST_ADDRESSES = 200_000

# Frozen with the campaign, so never out of date: (kind, delivery or campaign, link number).
_addresses: dict[tuple[Kind, int, int], str] = {}


def answer_click(token: str, request: Mapping[str, Any]) -> Answer | None:
    """None for whatever was not made here, or when the campaign is gone."""
    for kind in CLICKS:
        numbers = read(kind, token)
        if numbers is not None and len(numbers) == 2:
            owner, link = numbers
            address = _address(kind, owner, link)
            if address is None:
                return None
            note(kind, request, owner, link)
            return Answer(302, [("Location", address), ("Content-Length", "0"), *HEADERS], b"")
    return None


def forget_addresses() -> None:
    _addresses.clear()


def _address(kind: Kind, owner: int, number: int) -> str | None:
    key = (kind, owner, number)
    if key not in _addresses:
        url = _stored(kind, owner, number)
        if url is None or not url.startswith(("https://", "http://")):
            return None
        if len(_addresses) >= MOST_ADDRESSES:
            _addresses.clear()
        _addresses[key] = iri_to_uri(url)
    return _addresses[key]


def _stored(kind: Kind, owner: int, number: int) -> str | None:
    """Asked outside Django's request cycle, which would have looked after the connection."""
    if not connection.in_atomic_block:
        close_old_connections()
    owned_by = "campaign__deliveries" if kind == Kind.CLICK else "campaign"
    links = Link.objects.filter(**{owned_by: owner}, number=number)
    url = links.values_list("url", flat=True).first()
    if not connection.in_atomic_block:
        close_old_connections()
    return url
