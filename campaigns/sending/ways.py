"""The way mails leave, as EMAIL_URL says: a transport, and the room that composes for it."""

from typing import Any, Protocol

from django.conf import settings

from campaigns.models import Campaign
from campaigns.sending.claims import Claim
from campaigns.sending.merging import MergeRoom
from campaigns.sending.message import Mailroom
from campaigns.sending.transports import Transport
from campaigns.sending.transports.anymail.transport import AnymailTransport
from campaigns.sending.transports.smtp import SmtpTransport


class Room(Protocol):
    def compose(self, claim: Claim) -> tuple[str, Any]:
        """The envelope's sender and body. Raises HeaderRefused."""


def configured_transport() -> Transport:
    provider = settings.MAIL_PROVIDER
    return AnymailTransport(provider) if provider else SmtpTransport()


def room_for(transport: Transport, campaign: Campaign) -> Room:
    """To be called once the transport is open: only then is `eight_bit` known."""
    if isinstance(transport, AnymailTransport):
        return MergeRoom(campaign)
    return Mailroom(campaign, eight_bit=transport.eight_bit)
