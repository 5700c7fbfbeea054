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
from campaigns.tokens import SEAL_DIGITS, is_seal

# campaigns/sending/headers.py: message_id()
MESSAGE_ID = re.compile(r"<(\d{1,18})\.(\d{1,18})@([\w.-]{1,253})>")
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
    identifiers = _values(ours, ("Message-ID",)) + _values(
        [message], ("In-Reply-To", "References", "X-Original-Message-ID")
    )
    # Irregular bounces paste the mail they return below their own words.
    pasted = "" if ours else words_of(message, with_quoted=True)
    tokens = TOKEN.findall(f"{unsubscribe}\n{pasted}") + LINK.findall(f"{unsubscribe}\n{pasted}")
    return Clues(
        asked=_unique(TOKEN.findall(header(message, "Subject"))),
        tokens=_unique(tokens),
        deliveries=_unique(_verp(f"{envelopes}\n{pasted}")),
        message_ids=_unique(
            (int(campaign), int(delivery), domain.lower())
            for campaign, delivery, domain in MESSAGE_ID.findall(f"{identifiers}\n{pasted}")
        ),
    )


def _values(messages: list[Message], names: tuple[str, ...]) -> str:
    """Folding undone: a token may have been broken over two lines."""
    values = [str(v) for m in messages for name in names for v in m.get_all(name, [])]
    return "\n".join(re.sub(r"\r?\n[ \t]*", "", value) for value in values)


def _verp(text: str) -> list[int]:
    if PLACE not in settings.RETURN_PATH:
        return []
    before, _place, after = settings.RETURN_PATH.partition(PLACE)
    sealed = rf"(\d{{1,18}})-([0-9a-f]{{{SEAL_DIGITS}}})"
    pattern = rf"(?<![\w.+-]){re.escape(before)}{sealed}{re.escape(after)}(?![\w-])"
    found = re.findall(pattern, text, re.IGNORECASE)
    return [int(number) for number, digits in found if is_seal(int(number), digits)]


def _unique(values: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(dict.fromkeys(values))
