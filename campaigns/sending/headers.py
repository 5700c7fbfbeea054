"""The headers of a bulk mail, as docs and mailbox providers want them, and the ones we refuse.

Nothing that holds a line break or a control character ever becomes a header.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, Newsletter
from campaigns.sending.transports import MailRefused

CRLF = "\r\n"
LONGEST_LINE = 76
# Encoded, with the longest of our names before it, no longer than a line.
ENCODED_WORD_BYTES = 36
VERP_PLACE = "{delivery}"
FORBIDDEN = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")


class HeaderRefused(MailRefused):
    """A header would hold a character that ends lines or hides things."""


# What a person who prepares a letter calls them.
TOLD = {
    "From": gettext_lazy("sender"),
    "Reply-To": gettext_lazy("address for replies"),
    "Subject": gettext_lazy("subject"),
    "To": gettext_lazy("address"),
}


def check_header(name: str, value: str) -> str:
    if FORBIDDEN.search(value):
        raise HeaderRefused(
            _("“%(name)s” holds a line break or a control character.")
            % {"name": TOLD.get(name, name)}
        )
    return value


@lru_cache(maxsize=4096)
def header_line(name: str, value: str) -> bytes:
    """ASCII, folded; what is not ASCII goes as RFC 2047 encoded words."""
    header = policy.SMTP.header_factory(name, check_header(name, value))
    return header.fold(policy=policy.SMTP).encode("ascii")


def text_line(name: str, value: str) -> bytes:
    """What `header_line` gives for free text, without the email package: once a recipient."""
    check_header(name, value)
    if value.isascii() and len(name) + len(value) < LONGEST_LINE and "=?" not in value:
        return f"{name}: {value}\r\n".encode()
    words = [f"=?utf-8?b?{b64encode(piece).decode()}?=" for piece in _pieces(value)]
    return f"{name}: {f'{CRLF} '.join(words)}{CRLF}".encode()


def _pieces(text: str) -> Iterator[bytes]:
    """No character is cut in two (RFC 2047, section 5)."""
    piece = b""
    for character in text:
        encoded = character.encode()
        if len(piece) + len(encoded) > ENCODED_WORD_BYTES:
            yield piece
            piece = b""
        piece += encoded
    yield piece


def raw_line(name: str, value: str) -> bytes:
    """For addresses and identifiers that must stay on one line as they are (RFC 6532)."""
    return f"{name}: {check_header(name, value)}\r\n".encode()


def campaign_headers(campaign: Campaign, locale: str, *, at: datetime) -> bytes:
    """What is the same for every recipient of one language."""
    newsletter = campaign.newsletter
    lines = [
        header_line("From", str(sender_of(newsletter))),
        header_line("Date", format_datetime(at)),
        *(raw_line(name, value) for name, value in bulk_headers(campaign, locale).items()),
    ]
    reply_to = reply_address(newsletter)
    if reply_to:
        lines.append(header_line("Reply-To", reply_to))
    return b"".join(lines)


def bulk_headers(campaign: Campaign, locale: str) -> dict[str, str]:
    """What tells a mailbox that this is a newsletter, which one, and how to leave it."""
    newsletter = campaign.newsletter
    return {
        "List-Id": list_id(newsletter),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Feedback-ID": f"{campaign.pk}:{newsletter.pk}:newsletter:{_site_host()}",
        "Precedence": "bulk",
        "Content-Language": locale,
    }


def reply_address(newsletter: Newsletter) -> str:
    return newsletter.reply_to or settings.REPLY_TO


def message_id(number: str, campaign_id: int, newsletter: Newsletter) -> str:
    """Of a sealed number; the same at every attempt, so that twice is seen as once."""
    domain = newsletter.sender_email.rpartition("@")[2]
    return f"<{campaign_id}.{number}@{domain}>"


def list_unsubscribe(url: str, token: str, mailbox: str) -> str:
    """RFC 2369 and RFC 8058: one click by https, or an empty mail."""
    return f"<{url}>, <mailto:{quote(mailbox, safe='@+=')}?subject=unsubscribe-{token}>"


def return_path(number: str, newsletter: Newsletter) -> str:
    """Where bounces go: its own address for each delivery when RETURN_PATH is a VERP pattern.

    The delivery's number comes sealed, here and in the Message-ID: nobody but us can write down
    one that counts.
    """
    pattern = settings.RETURN_PATH or newsletter.sender_email
    if VERP_PLACE not in pattern:
        return pattern
    return pattern.replace(VERP_PLACE, number)


def list_id(newsletter: Newsletter) -> str:
    return f"<{newsletter.slug}.{_site_host()}>"


def sender_of(newsletter: Newsletter) -> Address:
    name = check_header("From", newsletter.sender_name)
    address = check_header("From", newsletter.sender_email)
    try:
        return Address(name, addr_spec=address)
    except (ValueError, HeaderParseError, IndexError) as error:
        raise HeaderRefused(
            _("“%(address)s” is no address that a letter can be sent from.") % {"address": address}
        ) from error


def header_problem(campaign: Campaign, locale: str) -> str:
    """What its newsletter's own headers hold that no mail may; an empty text when all is well."""
    try:
        campaign_headers(campaign, locale, at=timezone.now())
    except HeaderRefused as refusal:
        return str(refusal)
    return ""


def _site_host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
