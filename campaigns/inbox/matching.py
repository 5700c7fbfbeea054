"""Which delivery a notice is about. Only what agrees with our own rows is believed.

A signed token first, then the sealed number in the envelope address or the Message-ID, and last
the address alone, when we wrote to it lately.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from campaigns.inbox.notices import Clues
from campaigns.models import Delivery
from campaigns.tokens import Kind, read
from crm.addresses import normalise_address
from crm.models import OutgoingMail

# Mail servers give up after five days (RFC 5321, section 4.5.4.1); people complain later.
LATELY = timedelta(days=30)
LEFT = (Delivery.State.ACCEPTED, Delivery.State.UNKNOWN, Delivery.State.TRANSMITTING)


def find_delivery(clues: Clues, addresses: Iterable[str]) -> Delivery | None:
    """A Message-ID without a seal can be guessed: it counts with the address of its delivery."""
    deliveries = Delivery.objects.select_related("campaign__newsletter", "subscriber")
    for number in (*_signed(clues), *clues.deliveries):
        if found := deliveries.filter(pk=number).first():
            return found
    named = {normalise_address(address) for address in addresses}
    for campaign, number, domain in clues.message_ids if named else ():
        found = deliveries.filter(pk=number, campaign=campaign, address__in=named).first()
        if found and found.campaign.newsletter.sender_email.lower().endswith(f"@{domain}"):
            return found
    return None


def find_by_address(address: str, now: datetime) -> Delivery | None:
    """The latest mail that left for it."""
    lately = Delivery.objects.filter(
        Q(settled_at__gt=now - LATELY) | Q(claimed_at__gt=now - LATELY),
        address=normalise_address(address),
        state__in=LEFT,
    )
    return lately.select_related("campaign__newsletter", "subscriber").order_by("-pk").first()


def was_system_mail(address: str, now: datetime) -> bool:
    return OutgoingMail.objects.filter(
        to__iexact=normalise_address(address), created_at__gt=now - LATELY
    ).exists()


def _signed(clues: Clues) -> list[int]:
    """The deliveries named inside genuine unsubscription tokens."""
    read_tokens = [read(Kind.UNSUBSCRIBE, token) for token in (*clues.asked, *clues.tokens)]
    return [numbers[2] for numbers in read_tokens if numbers and numbers[2]]
