"""From the bytes of a message to a Notice: what it is, about whom, in which class. Writes nothing.

The order matters: reports carry the headers of automatic replies too, and people quote bounces.
"""

import logging
from dataclasses import replace
from email.message import Message

from campaigns.inbox.automatic import is_automatic
from campaigns.inbox.clues import clues_in
from campaigns.inbox.dsn import delivery_reports
from campaigns.inbox.feedback import feedback_report
from campaigns.inbox.irregular import comes_from_daemon, irregular_bounce, looks_returned
from campaigns.inbox.leaving import asks_to_leave
from campaigns.inbox.notices import Clues, Finding, Kind, Notice
from campaigns.inbox.parts import header, message_from, printable, sender

logger = logging.getLogger(__name__)


def read_message(raw: bytes) -> Notice:
    """Never raises: what cannot be understood is of the kind "other", to be read by a person."""
    try:
        message = message_from(raw)
        kind, findings = _read(message)
        clues = clues_in(message)
    except (Exception, RecursionError) as error:
        logger.warning("A message that came back cannot be read: %s", type(error).__name__)
        return Notice(Kind.OTHER)
    return Notice(
        kind,
        tuple(map(_cleaned, findings)),
        clues if kind is not Kind.OTHER else Clues(),
        header(message, "Message-ID"),
        sender(message),
    )


def _cleaned(finding: Finding) -> Finding:
    """No database takes NUL or half a surrogate, and no screen needs them."""
    return replace(
        finding, address=printable(finding.address), reply=printable(finding.reply)[:300]
    )


def _read(message: Message) -> tuple[Kind, list[Finding]]:
    reports = delivery_reports(message)
    if reports is not None:
        return (Kind.BOUNCE if reports else Kind.OTHER), reports
    if (feedback := feedback_report(message)) is not None:
        return feedback
    if asks_to_leave(message):
        return Kind.UNSUBSCRIBE, [Finding(sender(message))]
    if comes_from_daemon(message) and (findings := irregular_bounce(message)):
        return Kind.BOUNCE, findings
    if is_automatic(message):
        return Kind.AUTOREPLY, [Finding(sender(message))]
    if looks_returned(message) and (findings := irregular_bounce(message)):
        return Kind.BOUNCE, findings
    return Kind.OTHER, []
