"""Finds in a message what we had put into the mail it answers: tokens, envelopes, identifiers.

All of it is as the sender gave it; campaigns/inbox/matching.py believes what the database holds.
"""

import re
from collections.abc import Iterable
from email.message import Message
from typing import TypeVar

from django.conf import settings

from campaigns.inbox.feedback import report_fields
from campaigns.inbox.leaving import TOKEN
from campaigns.inbox.notices import Clues
from campaigns.inbox.parts import header, returned_headers, words_of
from campaigns.tokens import SEALED, unsealed

# campaigns/sending/headers.py: message_id(), and what it wrote before it sealed the number.
MESSAGE_ID = re.compile(rf"<\d{{1,18}}\.({SEALED})@[\w.-]{{1,253}}>")
BARE_MESSAGE_ID = re.compile(r"<(\d{1,18})\.(\d{1,18})@([\w.-]{1,253})>")
LINK = re.compile(r"/unsubscribe/([A-Za-z0-9_-]{16,120})")
ENVELOPE = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Return-Path",
            "Original-Mail-From", "Cc")  # fmt: skip
PLACE = "{delivery}"
Found = TypeVar("Found")


def clues_in(message: Message) -> Clues:
    returned = returned_headers(message)
    report = report_fields(message)
    ours = [returned] if returned is not None else []
    envelopes = _values([message, *ours, *([report] if report is not None else [])], ENVELOPE)
    unsubscribe = _values(ours, ("List-Unsubscribe",))
    answered = _values([message], ("In-Reply-To", "References", "X-Original-Message-ID"))
    # Irregular bounces paste the mail they return below their own words.
    pasted = "" if ours else words_of(message, with_quoted=True)
    identifiers = f"{_values(ours, ('Message-ID',))}\n{answered}\n{pasted}"
    tokens = TOKEN.findall(f"{unsubscribe}\n{pasted}") + LINK.findall(f"{unsubscribe}\n{pasted}")
    return Clues(
        asked=_unique(TOKEN.findall(header(message, "Subject"))),
        tokens=_unique(tokens),
        deliveries=_unique((*_verp(f"{envelopes}\n{pasted}"), *sealed_in(identifiers))),
        message_ids=bare_in(identifiers),
    )


def sealed_in(identifiers: str) -> list[int]:
    """The deliveries that genuine Message-IDs name."""
    return _genuine(MESSAGE_ID.findall(identifiers))


def bare_in(identifiers: str) -> tuple[tuple[int, int, str], ...]:
    """Campaign, delivery and domain of Message-IDs without a seal, which anybody can write."""
    found = BARE_MESSAGE_ID.findall(identifiers)
    return _unique(
        (int(campaign), int(number), domain.lower()) for campaign, number, domain in found
    )


def _values(messages: list[Message], names: tuple[str, ...]) -> str:
    """Folding undone: a token may have been broken over two lines."""
    values = [str(v) for m in messages for name in names for v in m.get_all(name, [])]
    return "\n".join(re.sub(r"\r?\n[ \t]*", "", value) for value in values)


def _verp(text: str) -> list[int]:
    if PLACE not in settings.RETURN_PATH:
        return []
    before, _place, after = settings.RETURN_PATH.partition(PLACE)
    pattern = rf"(?<![\w.+-]){re.escape(before)}({SEALED}){re.escape(after)}(?![\w-])"
    return _genuine(re.findall(pattern, text, re.IGNORECASE))


def _genuine(found: list[str]) -> list[int]:
    return [number for number in map(unsealed, found) if number is not None]


def _unique(values: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(dict.fromkeys(values))
