"""Reaching into a message, however broken: its headers, its words, what it returns of ours."""

import email
import re
from collections.abc import Iterator
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr
from unicodedata import normalize

# Reports come first and what they return last: what is cut off is the tail of our own mail.
READ_AT_MOST = 1_000_000
WORDS_AT_MOST = 20_000
FIELD_AT_MOST = 8_000
RETURNED = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
)
# What irregular bounces put between their words and the mail they return.
QUOTED_MAIL = re.compile(
    r"^[^\w\n]{0,20}(?:(?:this is|here is|---*|below)[^\n]*(?:copy|original|message|returned)"
    r"|received:"
    r"|return-path:|--- (?:below|le message)|ceci est une copie)",
    re.IGNORECASE | re.MULTILINE,
)
TAG = re.compile(r"<(?:style|script).*?</(?:style|script)>|<[^>@]{1,2000}>", re.DOTALL | re.I)


def printable(text: str, *, but: str = "") -> str:
    """Without NUL, control characters and halves of surrogates, save those named."""
    return "".join(c for c in text if c.isprintable() or c in but)


def message_from(raw: bytes) -> Message:
    """Never raises on bad MIME; compat32 hands headers over as they stand."""
    return email.message_from_bytes(raw[:READ_AT_MOST], policy=policy.compat32)


def header(message: Message, name: str) -> str:
    """The first header of that name, decoded, on one line; empty when there is none."""
    value = field(message, name)
    try:
        decoded = str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        decoded = value
    return " ".join(normalize("NFC", decoded).split())


def field(block: Message, name: str, default: str = "") -> str:
    """As it stands, on one line. Many write bare UTF-8 (RFC 6532), or Latin-1 all the same."""
    for key, value in block.raw_items():
        if key.lower() == name.lower():
            octets = str(value)[:FIELD_AT_MOST].encode("utf-8", "surrogateescape")
            try:
                text = octets.decode("utf-8")
            except UnicodeDecodeError:
                text = octets.decode("latin-1")
            return " ".join(text.split())
    return default


def addresses_in(message: Message, *names: str) -> list[str]:
    values = [str(v)[:FIELD_AT_MOST] for name in names for v in message.get_all(name, [])]
    return [address for _name, address in getaddresses(values) if "@" in address]


def sender(message: Message) -> str:
    return parseaddr(header(message, "From"))[1].lower()


def inner(part: Message) -> list[Message]:
    """What a container holds; nothing for a part that holds text."""
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if type(payload) is list else []


def walk(message: Message) -> Iterator[Message]:
    """Its parts, without those of the mail it returns."""
    yield message
    if message.get_content_maintype() != "message":
        for part in inner(message):
            yield from walk(part)


def fields_of(part: Message) -> Message:
    """The fields of a report or of returned headers, parsed by the email package or not."""
    parsed = inner(part)
    return parsed[0] if parsed else message_from(text_of(part).encode("utf-8", "replace"))


def text_of(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        text = content[: WORDS_AT_MOST * 4].decode(charset, "replace")
    except LookupError:
        text = content[: WORDS_AT_MOST * 4].decode("utf-8", "replace")
    if part.get_content_type() == "text/html":
        text = TAG.sub(" ", text)
    return text[:WORDS_AT_MOST]


def words_of(message: Message, *, with_quoted: bool = False) -> str:
    """The words of the writer: plain text if there is any, without the mail that is quoted."""
    parts = [p for p in walk(message) if p.get_content_maintype() == "text"]
    parts = [p for p in parts if p.get_content_type() not in RETURNED]
    plain = [p for p in parts if p.get_content_type() != "text/html"]
    words = "\n".join(text_of(part) for part in plain or parts)
    quoted = None if with_quoted else QUOTED_MAIL.search(words, 1)
    own = words[: quoted.start()] if quoted else words
    return own if own.strip() else words


def returned_headers(message: Message) -> Message | None:
    """The headers of the mail that comes back, when the report gives them."""
    for part in walk(message):
        if part.get_content_type() in RETURNED:
            return fields_of(part)
    return None
