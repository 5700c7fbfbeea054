"""One call: which mails it carries, and the message from which Anymail makes its request."""

import re
from collections import deque
from dataclasses import dataclass

from anymail.message import AnymailMessage

from campaigns.inbox.providers import METADATA_KEY
from campaigns.sending.transports import Envelope
from campaigns.sending.transports.anymail.letters import Letter, Pattern
from campaigns.sending.transports.anymail.providers import Provider, Way
from campaigns.sending.transports.anymail.syntax import Template, filled, template_of

# An address that any provider gives back as it got it; all others travel alone.
PLAIN_ADDRESS = re.compile(r"[a-z0-9.!#$&*+/=?^_{|}~-]+@[a-z0-9.-]+")


@dataclass(slots=True)
class Call:
    """`together` when its mails share a request by pattern or by list."""

    envelopes: list[Envelope[Letter]]
    together: bool


def next_call(backlog: deque[Envelope[Letter]], provider: Provider, *, mails: int) -> Call:
    """Takes the next mails that fit one call, at most so many."""
    first = backlog.popleft()
    if not _goes_together(first, provider):
        return Call([first], together=False)
    taken, left = [first], deque[Envelope[Letter]]()
    room = provider.size - _weight(first, provider) - first.body.pattern.weight
    for envelope in backlog:
        weight = _weight(envelope, provider)
        if len(taken) < mails and _fits(first, envelope, weight, room, provider):
            taken.append(envelope)
            room -= weight
        else:
            left.append(envelope)
    backlog.clear()
    backlog.extend(left)
    return Call(taken, together=True)


def _fits(
    first: Envelope[Letter],
    envelope: Envelope[Letter],
    weight: int,
    room: int,
    provider: Provider,
) -> bool:
    return (
        envelope.body.pattern is first.body.pattern
        and weight <= room
        and _goes_together(envelope, provider)
    )


def _goes_together(envelope: Envelope[Letter], provider: Provider) -> bool:
    if provider.way is Way.ALONE or not PLAIN_ADDRESS.fullmatch(envelope.recipient):
        return False
    if provider.way is Way.COMPLETE:
        return True
    letter, syntax = envelope.body, provider.syntax
    light = letter.pattern.weight + letter.weight <= provider.size
    return light and syntax is not None and syntax.takes(letter)


def _weight(envelope: Envelope[Letter], provider: Provider) -> int:
    letter = envelope.body
    headers = sum(map(len, letter.headers.values())) + 200
    body = letter.pattern.weight if provider.way is Way.COMPLETE else 0
    return letter.weight + headers + body


def message_of(call: Call, provider: Provider) -> AnymailMessage:
    if not call.together:
        return _single(call.envelopes[0], provider)
    letters = {envelope.recipient: envelope.body for envelope in call.envelopes}
    pattern = call.envelopes[0].body.pattern
    if provider.way is Way.MERGE:
        assert provider.syntax is not None
        shared = template_of(pattern, provider.syntax)
        merged = {to: dict(letter.values) for to, letter in letters.items()}
    else:
        # Nobody gets these: Brevo wants a body beside its versions
        shared = Template("-", "-", "-")
        merged = {to: _whole(letter, provider) for to, letter in letters.items()}
    message = _message(list(letters), pattern, shared)
    message.merge_data = merged
    message.merge_headers = {to: _headers(letter, provider) for to, letter in letters.items()}
    message.merge_metadata = {
        envelope.recipient: {METADATA_KEY: str(envelope.key)} for envelope in call.envelopes
    }
    return message


def _single(envelope: Envelope[Letter], provider: Provider) -> AnymailMessage:
    letter = envelope.body
    message = _message([envelope.recipient], letter.pattern, filled(letter, provider.syntax))
    message.extra_headers |= _headers(letter, provider)
    message.metadata = {METADATA_KEY: str(envelope.key)}
    if provider.way is Way.COMPLETE:
        message.merge_data = {envelope.recipient: _whole(letter, provider)}
    return message


def _message(recipients: list[str], pattern: Pattern, shared: Template) -> AnymailMessage:
    message = AnymailMessage(
        shared.subject,
        shared.text,
        pattern.sender,
        recipients,
        reply_to=[pattern.reply_to] if pattern.reply_to else [],
    )
    message.attach_alternative(shared.html, "text/html")
    return message


def _whole(letter: Letter, provider: Provider) -> dict[str, str]:
    whole = filled(letter, provider.syntax)
    return {"subject": whole.subject, "text": whole.text, "html": whole.html}


def _headers(letter: Letter, provider: Provider) -> dict[str, str]:
    """All of them for each: where a mail has its own, a provider may drop those of the call."""
    headers = {**letter.pattern.headers, **letter.headers}
    if provider.keeps_message_id:
        headers |= {"Message-ID": letter.message_id, "X-PM-KeepID": "true"}
    return headers
