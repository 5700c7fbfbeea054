"""Reads what a mail server says: lines into replies, replies into results (RFC 5321, RFC 3463)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from campaigns.sending.transports import Outcome, Result

LINE = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)")
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
LONGEST_REPLY = 65_536


class Nonsense(Exception):
    """The server does not speak SMTP; nothing it says can be relied on any more."""


@dataclass(frozen=True, slots=True)
class Reply:
    code: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def status(self) -> str:
        return _status(self.text)

    def outcome(self, key: int, *, recipient_at_fault: bool) -> Outcome:
        if self.code >= 500:
            result = Result.FAILED
        elif self.code >= 400:
            result = Result.DEFERRED
        else:
            result = Result.ACCEPTED
        return Outcome(key, result, str(self), self.status, recipient_at_fault)


class ReplyReader:
    """Takes bytes as they come; gives whole replies."""

    def __init__(self) -> None:
        self.rest = b""
        self.lines: list[str] = []

    def feed(self, received: bytes) -> list[Reply]:
        *lines, self.rest = (self.rest + received).split(b"\n")
        if len(self.rest) + sum(map(len, self.lines)) > LONGEST_REPLY:
            raise Nonsense("a reply without end")
        return [reply for line in lines if (reply := self._line(line.rstrip(b"\r")))]

    def _line(self, line: bytes) -> Reply | None:
        reply, is_last = _read(line)
        if is_last and not self.lines:
            return reply
        self.lines += reply.lines
        if not is_last:
            return None
        whole = Reply(reply.code, tuple(self.lines))
        self.lines = []
        return whole


@lru_cache(maxsize=256)
def _read(line: bytes) -> tuple[Reply, bool]:
    """Of four replies to a mail, three are always the same."""
    found = LINE.fullmatch(line)
    if not found:
        raise Nonsense(CONTROL.sub(" ", line[:80].decode("utf-8", "replace")))
    code, more, text = found.groups()
    words = (text or b"").decode("utf-8", "replace")
    words = words if words.isprintable() else CONTROL.sub(" ", words)
    return Reply(int(code), (words,)), more != b"-"


@lru_cache(maxsize=256)
def _status(text: str) -> str:
    found = STATUS.match(text)
    return found[0] if found else ""
