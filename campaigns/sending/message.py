"""The bytes of each mail: prepared once per frozen content, joined once per recipient.

Nothing here parses HTML or builds MIME per recipient; a mail costs its tokens and one join.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, CampaignContent
from campaigns.rendering.placeholders import LINKS, Context, Slot, escape, split
from campaigns.sending import headers
from campaigns.sending.claims import Claim
from campaigns.sending.lines import quoted, quoted_value, wrapped
from campaigns.sending.personal import Personal
from campaigns.sending.transports import MailRefused
from campaigns.tokens import sealed

Filler = Callable[[Claim], bytes]


class Mailroom:
    """Composes the mails of one campaign, for a server with or without 8BITMIME.

    All that needs the database is done here: what `compose` gives may be called in any thread.
    """

    def __init__(self, campaign: Campaign, *, eight_bit: bool) -> None:
        self.newsletter = campaign.newsletter
        started_at = timezone.localtime()
        self.prepared = {
            (content.locale, content.variant, content.opens, content.clicks): PreparedMessage(
                content,
                campaign,
                headers.campaign_headers(campaign, content.locale, at=started_at),
                web_url=web_address(campaign, content.locale),
                eight_bit=eight_bit,
            )
            for content in campaign.contents.all()
        }

    def compose(self, claim: Claim) -> tuple[str, Callable[[], bytes]]:
        """The envelope's sender, and what writes the mail when its turn has come."""
        number = sealed(claim.delivery_id)
        sender = headers.return_path(number, self.newsletter)
        return sender, partial(self.write, claim, number, sender)

    def write(self, claim: Claim, number: str, sender: str) -> bytes:
        """The whole mail. Raises MailRefused."""
        message = self.prepared.get((claim.locale, claim.variant, claim.opens, claim.clicks))
        if message is None:
            raise MailRefused(_("No content was frozen for this language and this consent."))
        return message.write(claim, number, sender)


class PreparedMessage:
    def __init__(
        self,
        content: CampaignContent,
        campaign: Campaign,
        constant: bytes,
        *,
        web_url: str,
        eight_bit: bool,
    ) -> None:
        self.campaign_id, self.newsletter = campaign.pk, campaign.newsletter
        self.constant = constant
        self.personal = Personal(content, campaign.newsletter_id, web_url)
        self.eight_bit = eight_bit
        self.subject = self._prepare_subject(content.subject)
        self.parts: list[bytes] = [b""]
        self.places: dict[tuple[Slot, Context, bool], list[int]] = defaultdict(list)
        self.stuff_late = False
        self._add_bodies(content)
        if not self.stuff_late:
            self.parts = [_stuffed(part) for part in self.parts]
            self.parts[-1] += b".\r\n"
        self.links = self._take_links()
        self.fillers = [(self._filler(*key), places) for key, places in self.places.items()]

    def write(self, claim: Claim, number: str, sender: str) -> bytes:
        parts = self.parts.copy()
        parts[0] = self._own_headers(claim, number, sender)
        urls = self.personal.click_urls(claim) if self.links else []
        for link_place, places in self.links:
            link = urls[link_place].encode()
            for place in places:
                parts[place] = link
        for fill, places in self.fillers:
            filled = fill(claim)
            for place in places:
                parts[place] = filled
        mail = b"".join(parts)
        return _stuffed(mail) + b".\r\n" if self.stuff_late else mail

    def _own_headers(self, claim: Claim, number: str, sender: str) -> bytes:
        token = self.personal.unsubscribe_token(claim)
        url = self.personal.unsubscribe_url(claim)
        to = headers.check_header("To", claim.address)
        message_id = headers.message_id(number, self.campaign_id, self.newsletter)
        return self.constant + (
            f"To: <{to}>\r\n"
            f"Message-ID: {message_id}\r\n"
            f"List-Unsubscribe: {headers.list_unsubscribe(url, token, sender)}\r\n"
        ).encode() + self.subject(claim)  # fmt: skip

    def _prepare_subject(self, subject: str) -> Filler:
        chunks = split(headers.check_header("Subject", subject))
        if all(isinstance(chunk, str) for chunk in chunks):
            line = headers.header_line("Subject", subject)
            return lambda claim: line
        find = self.personal.value_of
        values = {chunk: find(chunk) for chunk in chunks if isinstance(chunk, Slot)}

        def fill(claim: Claim) -> bytes:
            filled = [
                chunk.fill(headers.check_header("Subject", values[chunk](claim)))
                if isinstance(chunk, Slot)
                else chunk
                for chunk in chunks
            ]
            return headers.text_line("Subject", "".join(filled))

        return fill

    def _add_bodies(self, content: CampaignContent) -> None:
        boundary = f"=_{content.content_hash[:32]}"
        self._add(b"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; ")
        self._add(f'boundary="{boundary}"\r\n'.encode())
        self._add_body(boundary, "plain", content.text, Context.TEXT)
        self._add_body(boundary, "html", content.html, Context.HTML)
        self._add(f"\r\n--{boundary}--\r\n".encode())

    def _add_body(self, boundary: str, subtype: str, body: str, context: Context) -> None:
        lines = wrapped(body, is_html=subtype == "html") if self.eight_bit else None
        encoding = "8bit" if lines is not None else "quoted-printable"
        self._add(
            f"\r\n--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
            f"Content-Transfer-Encoding: {encoding}\r\n\r\n".encode()
        )
        for chunk in split(body if lines is None else lines):
            if isinstance(chunk, Slot):
                self._add_slot(chunk, context, quoted_body=lines is None)
            else:
                self._add(chunk.encode() if lines is not None else quoted(chunk))

    def _add(self, literal: bytes) -> None:
        """Literals that touch become one part: a dot opens a line only within a part."""
        if len(self.parts) > 1 and self.parts[-1]:
            self.parts[-1] += literal
        else:
            self.parts.append(literal)

    def _add_slot(self, slot: Slot, context: Context, *, quoted_body: bool) -> None:
        """A value at the start of a line may be a dot: then dots are doubled at the end."""
        at_line_start = quoted_body or self.parts[-1].endswith(b"\n")
        self.stuff_late |= at_line_start and (quoted_body or slot.name not in LINKS)
        if slot.name in LINKS:
            context = Context.URL  # the same bytes in HTML and in text
        self.places[slot, context, quoted_body].append(len(self.parts))
        self.parts.append(b"")

    def _take_links(self) -> list[tuple[int, list[int]]]:
        """Most places of a letter are links to click: filled in together, from one list."""
        plain = [key for key in self.places if key[0].name == "click" and not key[2]]
        return [(self.personal.click_place(key[0]), self.places.pop(key)) for key in plain]

    def _filler(self, slot: Slot, context: Context, quoted_body: bool) -> Filler:
        value = self.personal.value_of(slot)
        encode = quoted_value if quoted_body else str.encode
        if slot.name in LINKS:
            return lambda claim: encode(value(claim))
        return lambda claim: encode(slot.fill(escape(value(claim), context)))


def _stuffed(mail: bytes) -> bytes:
    """RFC 5321, section 4.5.2."""
    return mail.replace(b"\n.", b"\n..")


def web_address(campaign: Campaign, locale: str) -> str:
    """The page of this language, else the one of the source language."""
    issue = campaign.issue
    if issue is None:
        return ""
    translation = issue.get_translations(inclusive=True).filter(locale__language_code=locale)
    return (translation.first() or issue).full_url or ""
