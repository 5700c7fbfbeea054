"""Delivery status notifications: RFC 3464 reports, whatever the outer type claims (RFC 3462)."""

import re
from collections.abc import Iterator
from email.message import Message

from campaigns.inbox.codes import judge
from campaigns.inbox.notices import Finding
from campaigns.inbox.parts import field, inner, message_from, text_of, walk, words_of
from campaigns.models import BounceClass

STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
ADDRESS = re.compile(r"[^\s@<>\x00-\x1f]{1,190}@[^\s@<>\x00-\x1f]{1,190}")
STATUS_FIELD = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# RFC 3464, section 2.3.3; some write “failure”, OpenSMTPD “error”.
FAILED, DELAYED = ("fail", "error"), ("delayed",)


def delivery_reports(message: Message) -> list[Finding] | None:
    """One finding a recipient that failed or waits; None when the message is no such report.

    An empty list is a report of good news: delivered, relayed or expanded.
    """
    status_parts = [p for p in walk(message) if p.get_content_type() in STATUS_TYPES]
    if not status_parts:
        return None
    blocks = [block for part in status_parts for block in _recipient_blocks(part)]
    if not blocks:
        return None
    words = words_of(message)
    findings = [_finding(block, words) for block in blocks]
    return [found for found in findings if found is not None]


def _recipient_blocks(part: Message) -> Iterator[Message]:
    """Groups of fields that speak of one recipient; some servers forget the blank line."""
    blocks = inner(part) or _split(text_of(part))
    if len(blocks) == 1:
        # RFC 6533: the email package takes the global type for a message with headers and a body.
        blocks = _split(blocks[0].as_bytes().decode("utf-8", "surrogateescape"))
    for block in blocks:
        if block.get("Final-Recipient") or block.get("Original-Recipient") or block.get("Action"):
            yield block


def _split(text: str) -> list[Message]:
    return [
        message_from(chunk.encode("utf-8", "surrogateescape"))
        for chunk in re.split(r"\r?\n[ \t]*\r?\n", text)
        if chunk.strip()
    ]


def _finding(block: Message, words: str) -> Finding | None:
    action = field(block, "Action", "failed").lower()
    if not action.startswith(FAILED + DELAYED):
        return None
    told = field(block, "Status")
    found = STATUS_FIELD.search(told)
    status = found[1] if found else ""
    reply = field(block, "Diagnostic-Code") or told.removeprefix(status)
    if action.startswith(DELAYED):
        return Finding(_recipient(block), BounceClass.SOFT, status, reply, is_final=False)
    bounce_class, status = judge(status, reply or words, otherwise=BounceClass.SOFT)
    return Finding(_recipient(block), bounce_class, status, reply)


def _recipient(block: Message) -> str:
    """Whom we wrote to, when the report remembers, else where the mail ended."""
    for name in ("Original-Recipient", "Final-Recipient", "X-Actual-Recipient"):
        if address := bare_address(field(block, name)):
            return address
    return ""


def bare_address(value: str) -> str:
    """ "rfc822; <a@example.org>" → "a@example.org"; empty when that holds no address."""
    value = " ".join(value.split())
    kind, separator, rest = value.partition(";")
    address = (rest if separator and "@" not in kind else value).split("(")[0]
    address = address.strip().strip("<>\"' ").removeprefix("mailto:")
    return address if ADDRESS.fullmatch(address) else ""
