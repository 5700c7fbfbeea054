"""What somebody chooses on their preference page, written with its evidence."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from campaigns.models import Newsletter, Subscription
from campaigns.subscriptions import join, unsubscribe
from campaigns.wordings import Wordings
from crm.consent import TRACKING_PURPOSES, record_consent
from crm.models import Consent, Subscriber, Territory, TrackingChoice

Act, Source = Consent.Act, Consent.Source


@dataclass(frozen=True)
class Preferences:
    """`newsletters` are those wanted; a tracking purpose left out keeps the choice as it is."""

    newsletters: frozenset[int]
    tracking: dict[str, str]
    language: str
    first_name: str = ""
    last_name: str = ""
    territory: Territory | None = None
    paused_until: date | None = None


def offered(subscriber: Subscriber) -> list[Newsletter]:
    """The public newsletters, and the others this person receives already."""
    received = Q(
        subscriptions__subscriber=subscriber,
        subscriptions__state=Subscription.State.CONFIRMED,
    )
    return list(Newsletter.objects.filter(Q(is_public=True) | received).distinct())


def received(subscriber: Subscriber) -> set[int]:
    return set(
        subscriber.subscriptions.filter(state=Subscription.State.CONFIRMED).values_list(
            "newsletter_id", flat=True
        )
    )


@transaction.atomic
def change_preferences(
    subscriber: Subscriber, preferences: Preferences, wordings: Wordings, *, proof: str = ""
) -> None:
    """Saving the same choices again adds nothing to the ledger."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    _change_details(subscriber, preferences)
    _change_newsletters(subscriber, preferences.newsletters, wordings, proof)
    for purpose in TRACKING_PURPOSES:
        if purpose in preferences.tracking:
            choose_tracking(
                subscriber, purpose, preferences.tracking[purpose], wordings, proof=proof
            )


def _change_details(subscriber: Subscriber, preferences: Preferences) -> None:
    fields = ["first_name", "last_name", "language", "territory", "paused_until"]
    for field in fields:
        setattr(subscriber, field, getattr(preferences, field))
    subscriber.save(update_fields=fields)


def _change_newsletters(
    subscriber: Subscriber, wanted: frozenset[int], wordings: Wordings, proof: str
) -> None:
    before = received(subscriber)
    for newsletter in offered(subscriber):
        if newsletter.pk in wanted and newsletter.pk not in before:
            join(
                subscriber,
                newsletter,
                source=Source.PREFERENCES,
                wordings=wordings,
                proof=proof,
            )
        elif newsletter.pk in before and newsletter.pk not in wanted:
            unsubscribe(subscriber, newsletter, source=Source.PREFERENCES, proof=proof)


def choose_tracking(
    subscriber: Subscriber, purpose: str, choice: str, wordings: Wordings, *, proof: str = ""
) -> None:
    """A no after a yes is a withdrawal, else a refusal; the same answer again adds no row."""
    before = getattr(subscriber, purpose)
    if choice == before or choice == TrackingChoice.UNKNOWN:
        return
    if choice == TrackingChoice.GRANTED:
        act = Act.GRANTED
    else:
        act = Act.WITHDRAWN if before == TrackingChoice.GRANTED else Act.REFUSED
    record_consent(
        subscriber,
        purpose=purpose,
        act=act,
        source=Source.PREFERENCES,
        wording=wordings.keep(purpose),
        proof=proof,
    )
