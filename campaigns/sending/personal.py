"""What each slot of a frozen body stands for, for one recipient of one campaign."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.urls import reverse

from campaigns.models import Campaign, CampaignContent, Link, TrackingClass
from campaigns.rendering.placeholders import Slot
from campaigns.sending.claims import Claim
from campaigns.tokens import Kind, make, maker, series

Value = Callable[[Claim], str]
Made = TypeVar("Made")
SAMPLE = "TOKEN"


def address_of(name: str) -> Callable[[str], str]:
    """Makes the full address of a token; the URL list is read once, not once a mail."""
    start, end = (settings.SITE_URL + reverse(name, args=[SAMPLE])).split(SAMPLE)
    return lambda token: f"{start}{token}{end}"


def once_a_mail(make_for: Callable[[Claim], Made]) -> Callable[[Claim], Made]:
    """Several places of one mail ask for the same: it is made for the first of them."""
    last: list[tuple[int, Made]] = []

    def made_for(claim: Claim) -> Made:
        if not last or last[0][0] != claim.delivery_id:
            last[:] = [(claim.delivery_id, make_for(claim))]
        return last[0][1]

    return made_for


class Personal:
    """The values of one frozen content."""

    def __init__(self, content: CampaignContent, newsletter_id: int, web_url: str) -> None:
        self.content = content
        preferences = address_of("preferences")
        leave = address_of("unsubscribe")
        to_leave, to_choose = maker(Kind.UNSUBSCRIBE), maker(Kind.PREFERENCES)
        self.unsubscribe_token = once_a_mail(
            lambda claim: to_leave(claim.subscriber_id, newsletter_id, claim.delivery_id)
        )
        self.unsubscribe_url = once_a_mail(lambda claim: leave(self.unsubscribe_token(claim)))
        preferences_url = once_a_mail(lambda claim: preferences(to_choose(claim.subscriber_id)))
        self.clicks: list[int] = []
        self.click_urls = self._click_urls()
        self.values: dict[str, Value] = {
            "first_name": lambda claim: claim.first_name,
            "last_name": lambda claim: claim.last_name,
            "email": lambda claim: claim.email,
            "web_url": lambda claim: web_url,
            "unsubscribe_url": self.unsubscribe_url,
            "preferences_url": preferences_url,
            "tracking_url": lambda claim: f"{preferences_url(claim)}tracking/",
            "open_url": self._open_url(),
        }

    def value_of(self, slot: Slot) -> Value:
        """Raises KeyError for a slot nobody knows."""
        if slot.name == "trap_url":
            return self._click(Link.TRAP)
        return self._click(slot.number) if slot.name == "click" else self.values[slot.name]

    def _open_url(self) -> Value:
        address = address_of("open_pixel")
        if self.content.opens == TrackingClass.IDENTIFIED:
            token = maker(Kind.OPEN)
            return lambda claim: address(token(claim.delivery_id))
        shared = address(make(Kind.OPEN_ANONYMOUS, self.content.campaign_id))
        return lambda claim: shared

    def click_place(self, slot: Slot) -> int:
        """Where in `click_urls` the address of this link stands."""
        return self._place(slot.number)

    def _click(self, number: int) -> Value:
        place = self._place(number)
        return lambda claim: self.click_urls(claim)[place]

    def _place(self, number: int) -> int:
        if number not in self.clicks:
            self.clicks.append(number)
            self.click_urls = self._click_urls()
        return self.clicks.index(number)

    def _click_urls(self) -> Callable[[Claim], list[str]]:
        """The addresses of all links at once."""
        address = address_of("click")
        if self.content.clicks == TrackingClass.IDENTIFIED:
            tokens = series(Kind.CLICK, self.clicks)
            return once_a_mail(lambda claim: list(map(address, tokens(claim.delivery_id))))
        shared = list(
            map(address, series(Kind.CLICK_ANONYMOUS, self.clicks)(self.content.campaign_id))
        )
        return lambda claim: shared


def value_of(slot: Slot, content: CampaignContent, campaign: Campaign, web_url: str) -> Value:
    """Of one slot alone. Raises KeyError for a slot nobody knows."""
    return Personal(content, campaign.newsletter_id, web_url).value_of(slot)
