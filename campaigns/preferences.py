"""What somebody chooses on their preference page, written with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q

from campaigns.letters import queue_confirmation
from campaigns.models import Newsletter, Subscription
from campaigns.subscriptions import join, request_subscription, unsubscribe
from campaigns.wordings import Wordings
from crm.consent import record_consent
from crm.models import (
    Consent,
    Subscriber,
    SubscriberTag,
    Suppression,
    TaggedSubscriber,
    Territory,
    TrackingChoice,
)
from crm.suppression import is_excluded_by_team, is_suppressed, suppress

Act, Source = Consent.Act, Consent.Source


@dataclass
class Changes:
    """What saving did with the letters; `asked` are those that a mailed link has to confirm."""

    joined: list[Newsletter] = field(default_factory=list)
    left: list[Newsletter] = field(default_factory=list)
    asked: list[Newsletter] = field(default_factory=list)


@dataclass(frozen=True)
class Preferences:
    """`newsletters` are those wanted; a tracking purpose left out keeps the choice as it is."""

    newsletters: frozenset[int]
    topics: frozenset[int]
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


def offered_topics() -> list[SubscriberTag]:
    return list(SubscriberTag.objects.filter(is_topic=True))


def chosen_topics(subscriber: Subscriber) -> set[int]:
    tagged = TaggedSubscriber.objects.filter(content_object=subscriber, tag__is_topic=True)
    return set(tagged.values_list("tag_id", flat=True))


@transaction.atomic
def change_preferences(
    subscriber: Subscriber, preferences: Preferences, wordings: Wordings, *, proof: str = ""
) -> Changes:
    """Saving the same choices again adds nothing to the ledger.

    Letters wanted at an address that is excluded are asked for: the caller's task mails the link.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    _change_details(subscriber, preferences)
    _change_topics(subscriber, preferences.topics)
    changes = _change_newsletters(subscriber, preferences.newsletters, wordings, proof)
    answer_on_tracking(subscriber, preferences.tracking, wordings, proof=proof)
    return changes


@transaction.atomic
def answer_on_tracking(
    subscriber: Subscriber, answers: Mapping[str, str], wordings: Wordings, *, proof: str = ""
) -> None:
    """By purpose; one left out stays as it is."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    for purpose, choice in answers.items():
        choose_tracking(subscriber, purpose, choice, wordings, proof=proof)


@transaction.atomic
def leave_all(subscriber: Subscriber, *, proof: str = "") -> Changes:
    """Off every letter, those awaiting a confirmation and those of an import to come as well."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    rows = subscriber.subscriptions.exclude(state=Subscription.State.UNSUBSCRIBED)
    changes = Changes()
    for newsletter in [row.newsletter for row in rows.select_related("newsletter")]:
        unsubscribe(subscriber, newsletter, source=Source.PREFERENCES, proof=proof)
        changes.left.append(newsletter)
    suppress(subscriber.address, Suppression.Reason.LEFT_ALL)
    return changes


def _change_details(subscriber: Subscriber, preferences: Preferences) -> None:
    names = ["first_name", "last_name", "language", "territory", "paused_until"]
    for name in names:
        setattr(subscriber, name, getattr(preferences, name))
    subscriber.save(update_fields=names)


def _change_topics(subscriber: Subscriber, wanted: frozenset[int]) -> None:
    """Other tags are the team's, and stay."""
    offered = {topic.pk for topic in offered_topics()}
    chosen = chosen_topics(subscriber)
    given = TaggedSubscriber.objects.filter(content_object=subscriber)
    given.filter(tag__in=(chosen & offered) - wanted).delete()
    TaggedSubscriber.objects.bulk_create(
        TaggedSubscriber(content_object=subscriber, tag_id=pk)
        for pk in (wanted & offered) - chosen
    )


def _change_newsletters(
    subscriber: Subscriber, wanted: frozenset[int], wordings: Wordings, proof: str
) -> Changes:
    before, changes = received(subscriber), Changes()
    has_to_confirm = is_suppressed(subscriber.address)
    for newsletter in offered(subscriber):
        if newsletter.pk in wanted and has_to_confirm:
            changes.asked.append(newsletter)
        elif newsletter.pk in wanted - before:
            join(
                subscriber,
                newsletter,
                source=Source.PREFERENCES,
                wordings=wordings,
                proof=proof,
            )
            changes.joined.append(newsletter)
        elif newsletter.pk in before - wanted:
            unsubscribe(subscriber, newsletter, source=Source.PREFERENCES, proof=proof)
            changes.left.append(newsletter)
    if changes.asked:
        _ask_to_confirm(subscriber, changes.asked, wordings, proof)
    return changes


def _ask_to_confirm(
    subscriber: Subscriber, newsletters: list[Newsletter], wordings: Wordings, proof: str
) -> None:
    """Whether an address that bounced is read again, only a mail to it can tell."""
    if is_excluded_by_team(subscriber.address):
        return
    subscriptions = [
        request_subscription(
            subscriber, newsletter, wordings, source=Source.PREFERENCES, proof=proof
        )
        for newsletter in newsletters
    ]
    queue_confirmation(subscriber, subscriptions)


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
