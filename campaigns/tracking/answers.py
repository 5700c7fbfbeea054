"""What a mail program gets when it asks for a pixel or a link: one answer for WSGI and Django."""

import logging
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from campaigns.tokens import Kind
from campaigns.tracking.hits import Hit
from campaigns.tracking.spool import append
from campaigns.tracking.verdict import judge

logger = logging.getLogger(__name__)

# Kept by nobody on the way, named to no search engine, and shown inside any webmail.
HEADERS = [
    ("Cache-Control", "no-store, private, max-age=0"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Referrer-Policy", "no-referrer"),
]


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def note(kind: Kind, request: Mapping[str, Any], owner: int, link: int = 0) -> None:
    """Spools the hit. A full disk costs the figure, never the reader's picture or page."""
    verdict, rule = judge(request)
    try:
        append(Hit(kind, int(time.time()), verdict, rule, owner, link))
    except OSError as error:
        logger.error("A hit could not be spooled: %s", error.strerror or error)
