"""How mails leave. A transport takes envelopes and gives one outcome for each; no rows here."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Generic, Protocol, TypeVar

from django.utils.translation import gettext as _

Body = TypeVar("Body")


@dataclass(slots=True)
class Envelope(Generic[Body]):
    """One mail to one recipient. `body` writes it when its turn has come: for SMTP complete,
    dot-stuffed and with its final dot, for a provider as a letter (anymail/letters.py)."""

    key: int
    sender: str
    recipient: str
    body: Body


class MailRefused(ValueError):
    """This one mail cannot be made; says why in one sentence."""


class Result(Enum):
    ACCEPTED = auto()
    DEFERRED = auto()  # 4xx: come back later
    FAILED = auto()  # 5xx: never
    NOT_SENT = auto()  # nothing was handed over; may be tried at once
    IN_DOUBT = auto()  # handed over, no answer
    MALFORMED = auto()  # could not be made for this person


@dataclass(slots=True)
class Outcome:
    """`status` is the RFC 3463 code ("5.1.1") or empty; `recipient_at_fault` says whether the
    answer was about the recipient (RCPT, or after the dot) and not about us or our server; `at`
    is when it came, in seconds since 1970."""

    key: int
    result: Result
    reply: str = ""
    status: str = ""
    recipient_at_fault: bool = False
    at: float = field(default_factory=time.time, compare=False)


class TransportDown(Exception):
    """No connection could be opened. `lasting` when trying again will not help by itself."""

    def __init__(self, sentence: str, *, lasting: bool = False) -> None:
        super().__init__(sentence)
        self.lasting = lasting


def broken_off(reason: object) -> TransportDown:
    """By a server that was reached, and took nothing."""
    told = _("The mail server breaks off before it has taken any mail: %(reason)s.")
    return TransportDown(told % {"reason": reason})


class Transport(Protocol):
    """`takes_singly` where one mail by itself costs as much as one among many. `at_once` mails
    are under way at the same time; what else is in hand waits for one of them."""

    eight_bit: bool
    takes_singly: bool

    @property
    def at_once(self) -> int: ...

    @property
    def down(self) -> TransportDown | None:
        """Set once no connection can be opened any more."""

    def open(self) -> None:
        """Connects at least once, so that `eight_bit` is known. Raises TransportDown."""

    def submit(self, envelopes: Iterable[Envelope]) -> None:
        """Takes them in hand; each gets exactly one outcome from `collect`."""

    def collect(self, at_least: int) -> list[Outcome]:
        """Works until so many outcomes are there, or nothing is in hand."""

    def close(self) -> None: ...
