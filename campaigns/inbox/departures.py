"""Unsubscribes whoever wrote to the List-Unsubscribe address, or asked in one word."""

from datetime import datetime

from campaigns.inbox.matching import find_delivery
from campaigns.inbox.notices import Kind, Notice
from campaigns.models import Delivery, Newsletter, Subscription
from campaigns.subscriptions import unsubscribe
from campaigns.tokens import Kind as TokenKind
from campaigns.tokens import read
from campaigns.tracking.evidence import settle_doubts
from campaigns.tracking.notices import note
from crm.addresses import normalise_address
from crm.models import Consent, Subscriber

PROOF = "mail"


def leave(notice: Notice, key: str, at: datetime) -> bool:
    """False when we cannot tell who wants to leave what: a person has to read it."""
    found = _by_token(notice) or _by_sender(notice)
    for subscriber, newsletter, delivery in found:
        unsubscribe(
            subscriber, newsletter, source=Consent.Source.LINK, delivery=delivery, proof=PROOF
        )
        if delivery is not None and note(key, Kind.UNSUBSCRIBE, at=at, delivery=delivery):
            settle_doubts(delivery.pk)
    return bool(found)


Departure = tuple[Subscriber, Newsletter, Delivery | None]


def _by_token(notice: Notice) -> list[Departure]:
    """Only from the subject: a letter that is quoted may have been forwarded by somebody else."""
    for token in notice.clues.asked:
        numbers = read(TokenKind.UNSUBSCRIBE, token)
        if numbers is None:
            continue
        subscriber = Subscriber.objects.filter(pk=numbers[0]).first()
        newsletter = Newsletter.objects.filter(pk=numbers[1]).first()
        if subscriber is not None and newsletter is not None:
            delivery = Delivery.objects.filter(pk=numbers[2], subscriber=subscriber).first()
            return [(subscriber, newsletter, delivery)]
    return []


def _by_sender(notice: Notice) -> list[Departure]:
    """Numbers of deliveries can be guessed: without a token, the sender must be the subscriber."""
    addresses = {normalise_address(address) for address in notice.addresses}
    subscriber = Subscriber.objects.filter(address__in=addresses).first()
    if subscriber is None:
        return []
    delivery = find_delivery(notice.clues, notice.addresses)
    if delivery is not None and delivery.subscriber_id == subscriber.pk:
        return [(subscriber, delivery.campaign.newsletter, delivery)]
    subscriptions = subscriber.subscriptions.exclude(state=Subscription.State.UNSUBSCRIBED)
    return [(subscriber, s.newsletter, None) for s in subscriptions.select_related("newsletter")]
