"""Feedback reports: ARF (RFC 5965), and the plain forwarding of Outlook's junk mail programme."""

import re
from email.message import Message

from campaigns.inbox.dsn import bare_address
from campaigns.inbox.notices import Finding, Kind
from campaigns.inbox.parts import (
    addresses_in,
    fields_of,
    header,
    returned_headers,
    sender,
    walk,
)

# RFC 5965, section 7.3, and RFC 6591 for auth-failure, which accuses nobody of anything.
MEANINGS = {
    "abuse": Kind.COMPLAINT,
    "fraud": Kind.COMPLAINT,
    "virus": Kind.COMPLAINT,
    "miscategorized": Kind.COMPLAINT,
    "opt-out": Kind.UNSUBSCRIBE,
    "opt-out-list": Kind.UNSUBSCRIBE,
}
# https://sendersupport.olc.protection.outlook.com/snds/FAQ: who sends its complaints, and how.
OUTLOOK_SENDERS = re.compile(r"^staff@(?:hotmail|outlook|live|msn)\.", re.IGNORECASE)
OUTLOOK_SUBJECT = re.compile(r"complaint about message from", re.IGNORECASE)


def feedback_report(message: Message) -> tuple[Kind, list[Finding]] | None:
    """What a mailbox provider passes on from its user; None when the message is no such report."""
    fields = report_fields(message)
    if fields is None:
        return _outlook_complaint(message)
    meaning = MEANINGS.get(header(fields, "Feedback-Type").lower(), Kind.OTHER)
    given = [
        *fields.get_all("Original-Rcpt-To", []),
        *fields.get_all("Removal-Recipient", []),
    ]
    return meaning, _findings(message, [bare_address(str(value)) for value in given])


def report_fields(message: Message) -> Message | None:
    for part in walk(message):
        if part.get_content_type() == "message/feedback-report":
            return fields_of(part)
    return None


def _outlook_complaint(message: Message) -> tuple[Kind, list[Finding]] | None:
    if not OUTLOOK_SENDERS.match(sender(message)):
        return None
    if not OUTLOOK_SUBJECT.search(header(message, "Subject")):
        return None
    returned = returned_headers(message) or message
    recipient = returned.get("X-HmXmrOriginalRecipient") or message.get(
        "X-HmXmrOriginalRecipient", ""
    )
    return Kind.COMPLAINT, _findings(message, [bare_address(str(recipient))])


def _findings(message: Message, recipients: list[str]) -> list[Finding]:
    """Those the report names, else those to whom the mail it returns was addressed."""
    named = [address for address in recipients if address]
    if not named and (returned := returned_headers(message)) is not None:
        named = addresses_in(returned, "To")
    return [Finding(address) for address in dict.fromkeys(named)]
