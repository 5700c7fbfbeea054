"""The mails that go with a subscription: confirm, welcome, the link to one's preferences."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.models import AddressChange, Newsletter, Subscription
from campaigns.tokens import Kind, make
from crm.addresses import normalise_address
from crm.models import OutgoingMail, Subscriber
from crm.outbox import queue_mail
from crm.suppression import is_excluded_by_team, is_suppressed

DAY = 86_400
HOUR = 3_600


def confirm_url(subscriber: Subscriber, newsletter: Newsletter) -> str:
    """Good for some days: the token carries the hour it was made."""
    return _absolute("confirm", make(Kind.CONFIRM, subscriber.pk, newsletter.pk, _this_hour()))


def preferences_url(subscriber: Subscriber) -> str:
    return _absolute("preferences", make(Kind.PREFERENCES, subscriber.pk))


def my_data_url(subscriber: Subscriber) -> str:
    """Good for a day: letters get forwarded with the links that never expire."""
    return _absolute("my_data", make(Kind.MY_DATA, subscriber.pk, _this_hour()))


def move_url(change: AddressChange) -> str:
    return _absolute("move", make(Kind.MOVE, change.pk, _this_hour()))


def move_back_url(change: AddressChange) -> str:
    return _absolute("move", make(Kind.MOVE_BACK, change.pk, _this_hour()))


def unsubscribe_url(subscriber: Subscriber, newsletter: Newsletter, delivery_id: int = 0) -> str:
    token = make(Kind.UNSUBSCRIBE, subscriber.pk, newsletter.pk, delivery_id)
    return _absolute("unsubscribe", token)


def _this_hour() -> int:
    return int(timezone.now().timestamp()) // HOUR


def _absolute(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])


def queue_confirmation(
    subscriber: Subscriber, subscriptions: Sequence[Subscription]
) -> OutgoingMail | None:
    """To who has something to confirm, or receives all of it already; never two in 24 hours."""
    confirmed = Subscription.State.CONFIRMED
    asked = [row.newsletter for row in subscriptions if row.state != confirmed]
    if is_suppressed(subscriber.address):
        asked = [row.newsletter for row in subscriptions]
    context: dict[str, Any]
    if asked:
        template = "confirm_subscription"
        context = {"newsletters": asked, "url": confirm_url(subscriber, asked[0])}
    else:
        template = "already_subscribed"
        newsletters = [row.newsletter for row in subscriptions]
        context = {"newsletters": newsletters, "url": preferences_url(subscriber)}
    return _queue_once_a_day("sign-up", template, subscriber, context)


def queue_welcome(subscriber: Subscriber, subscription: Subscription) -> OutgoingMail | None:
    assert subscription.confirmed_at is not None
    newsletter = subscription.newsletter
    return queue_mail(
        "campaigns/emails/welcome",
        to=subscriber.email,
        context={
            "subscriber": subscriber,
            "newsletter": newsletter,
            "preferences_url": preferences_url(subscriber),
            "unsubscribe_url": unsubscribe_url(subscriber, newsletter),
        },
        language=subscriber.language,
        dedupe_key=f"welcome:{subscription.pk}:{int(subscription.confirmed_at.timestamp())}",
    )


@transaction.atomic
def queue_fresh_link(email: str) -> OutgoingMail | None:
    """A new way in for who lost it: to confirm, if that is what is missing, else to choose."""
    address = normalise_address(email)
    subscriber = Subscriber.objects.select_for_update().filter(address=address).first()
    if subscriber is None:
        return None
    if is_excluded_by_team(subscriber.address):
        return None
    states = Subscription.State
    subscriptions = subscriber.subscriptions.select_related("newsletter")
    pending = list(subscriptions.filter(state=states.PENDING))
    if pending and not subscriptions.exclude(state=states.PENDING).exists():
        return queue_confirmation(subscriber, pending)
    context = {"url": preferences_url(subscriber)}
    return _queue_once_a_day("preferences", "preferences_link", subscriber, context)


@transaction.atomic
def queue_data_link(subscriber: Subscriber, *, to: str = "") -> OutgoingMail | None:
    """To the address itself, so that only who reads its mail sees or erases anything."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    context = {"url": my_data_url(subscriber)}
    return _queue_once_a_day("my-data", "my_data_link", subscriber, context, to=to)


def queue_move(change: AddressChange) -> OutgoingMail | None:
    """To the new address, which only its owner can confirm."""
    subscriber = change.subscriber
    context = {"subscriber": subscriber, "change": change, "url": move_url(change)}
    return queue_mail(
        "campaigns/emails/move",
        to=change.email,
        context=context,
        language=subscriber.language,
        dedupe_key=f"move:{change.pk}",
    )


def queue_moved(change: AddressChange) -> OutgoingMail | None:
    """To the former address: if it was not the person, one press takes it back."""
    subscriber = change.subscriber
    context = {"subscriber": subscriber, "change": change, "url": move_back_url(change)}
    return queue_mail(
        "campaigns/emails/moved",
        to=change.former_email,
        context=context,
        language=subscriber.language,
        dedupe_key=f"moved:{change.pk}",
    )


def queue_address_taken(other: Subscriber) -> OutgoingMail | None:
    """To somebody whose address was given as a new one, and who receives letters there already."""
    context = {"url": preferences_url(other)}
    return _queue_once_a_day("address-taken", "address_taken", other, context)


def queue_going_on(subscriber: Subscriber, *, first: bool) -> OutgoingMail | None:
    """The question whether to go on, to who gave no sign for years."""
    context = {"url": f"{preferences_url(subscriber)}go-on/", "first": first}
    stem = "going-on" if first else "going-on-again"
    return _queue_once_a_day(stem, "going_on", subscriber, context)


def _queue_once_a_day(
    stem: str, template: str, subscriber: Subscriber, context: dict, *, to: str = ""
) -> OutgoingMail | None:
    """Keys are numbered by day; the day before is looked at too, so that 24 hours are 24 hours.

    The caller holds the subscriber's row locked, or two mails at midnight could slip through.
    """
    now = timezone.now()
    day = int(now.timestamp()) // DAY
    today, yesterday = (f"{stem}:{subscriber.address_hash}:{day - back}" for back in (0, 1))
    recent = OutgoingMail.objects.filter(
        dedupe_key=yesterday, created_at__gt=now - timedelta(days=1)
    )
    if recent.exists():
        return None
    return queue_mail(
        f"campaigns/emails/{template}",
        to=to or subscriber.email,
        context={"subscriber": subscriber, **context},
        language=subscriber.language,
        dedupe_key=today,
    )
