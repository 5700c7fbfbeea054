"""The letters of a campaign for a provider: patterns prepared once, values joined per recipient.

The counterpart of message.py, which makes whole mails in bytes for SMTP.
"""

from collections.abc import Callable
from functools import partial

from django.utils.translation import gettext as _

from campaigns.models import Campaign, CampaignContent
from campaigns.rendering.placeholders import LINKS, Context, Slot, escape, split
from campaigns.sending import headers
from campaigns.sending.claims import Claim
from campaigns.sending.message import web_address
from campaigns.sending.personal import Personal
from campaigns.sending.transports import MailRefused
from campaigns.sending.transports.anymail.letters import Field, Letter, Part, Pattern
from campaigns.tokens import sealed


class MergeRoom:
    """Composes the letters of one campaign."""

    def __init__(self, campaign: Campaign) -> None:
        self.newsletter = campaign.newsletter
        self.prepared = {
            (content.locale, content.variant, content.opens, content.clicks): PreparedLetter(
                content, campaign, web_url=web_address(campaign, content.locale)
            )
            for content in campaign.contents.all()
        }

    def compose(self, claim: Claim) -> tuple[str, Callable[[], Letter]]:
        """The address that bounces would go to, and what writes the letter."""
        number = sealed(claim.delivery_id)
        sender = headers.return_path(number, self.newsletter)
        return sender, partial(self.write, claim, number, sender)

    def write(self, claim: Claim, number: str, sender: str) -> Letter:
        """Raises MailRefused."""
        prepared = self.prepared.get((claim.locale, claim.variant, claim.opens, claim.clicks))
        if prepared is None:
            raise MailRefused(_("No content was frozen for this language and this consent."))
        return prepared.write(claim, number, sender)


class PreparedLetter:
    def __init__(self, content: CampaignContent, campaign: Campaign, *, web_url: str) -> None:
        self.campaign_id, self.newsletter = campaign.pk, campaign.newsletter
        self.personal = Personal(content, campaign.newsletter_id, web_url)
        self.fields: dict[tuple[Slot, Context], Field] = {}
        newsletter = campaign.newsletter
        self.pattern = Pattern(
            sender=str(headers.sender_of(newsletter)),
            reply_to=headers.reply_address(newsletter),
            headers=headers.bulk_headers(campaign, content.locale),
            subject=self._part(headers.check_header("Subject", content.subject), Context.HEADER),
            text=self._part(content.text, Context.TEXT),
            html=self._part(content.html, Context.HTML),
        )
        self.fillers = {field.name: self._filler(*key) for key, field in self.fields.items()}

    def write(self, claim: Claim, number: str, sender: str) -> Letter:
        token, url = self.personal.unsubscribe_token(claim), self.personal.unsubscribe_url(claim)
        headers.check_header("To", claim.address)
        return Letter(
            self.pattern,
            message_id=headers.message_id(number, self.campaign_id, self.newsletter),
            headers={"List-Unsubscribe": headers.list_unsubscribe(url, token, sender)},
            values={name: fill(claim) for name, fill in self.fillers.items()},
        )

    def _part(self, body: str, context: Context) -> Part:
        return tuple(
            self._field(chunk, context) if isinstance(chunk, Slot) else chunk
            for chunk in split(body)
        )

    def _field(self, slot: Slot, context: Context) -> Field:
        """The same slot in the same kind of place is filled in once."""
        name = f"f{len(self.fields) + 1}"
        return self.fields.setdefault((slot, context), Field(name, context))

    def _filler(self, slot: Slot, context: Context) -> Callable[[Claim], str]:
        value = self.personal.value_of(slot)
        if slot.name in LINKS:
            return value
        if context is Context.HEADER:
            return lambda claim: slot.fill(headers.check_header("Subject", value(claim)))
        return lambda claim: slot.fill(escape(value(claim), context))
