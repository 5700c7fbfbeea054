"""Messages from files and standard input: single ones, and mbox files with many."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

# The line that a mbox puts before each message, and that some MTAs give a pipe too (RFC 4155).
FROM_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From \S+[^\n]*\d\d:\d\d[^\n]*\d{4}[^\n]*\n")
STANDARD_INPUT = "-"


class Unreadable(Exception):
    """A file that cannot be read; the text is a sentence for the person who named it."""


@dataclass(frozen=True)
class Incoming:
    source: str
    raw: bytes


def messages_in(source: str) -> Iterator[Incoming]:
    """Raises Unreadable. An empty file holds one empty message."""
    for raw in split_mbox(_bytes_of(source)):
        yield Incoming(source, raw)


def split_mbox(content: bytes) -> list[bytes]:
    if not content.startswith(b"From "):
        return [content]
    starts = [match.span() for match in FROM_LINE.finditer(content)]
    if not starts:
        return [content.partition(b"\n")[2]]
    ends = [start for start, _end in starts[1:]] + [len(content)]
    return [content[body:end] for (_start, body), end in zip(starts, ends, strict=True)]


def _bytes_of(source: str) -> bytes:
    try:
        if source == STANDARD_INPUT:
            return sys.stdin.buffer.read()
        return Path(source).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Unreadable(
            _("%(file)s cannot be read: %(reason)s.") % {"file": source, "reason": reason}
        ) from None
