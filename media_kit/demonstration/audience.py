"""Newsletters, their subscribers and the proof of each consent, from 2014 to 2018."""

import datetime as dt

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from campaigns.models import Newsletter, Subscription
from campaigns.wordings import wordings
from crm.addresses import address_hash, normalise_address
from crm.consent import CLICK_TRACKING, OPEN_TRACKING, newsletter_purpose
from crm.models import (
    Consent,
    ConsentWording,
    Subscriber,
    SubscriberTag,
    Suppression,
    TaggedSubscriber,
    Territory,
    TrackingChoice,
)
from media_kit.demonstration.dice import Dice

State = Subscription.State
Act, Source = Consent.Act, Consent.Source

MAIN, TARGETED = "lettre-info", "lettre-cooperations"
NEWSLETTERS = (
    (MAIN, "La lettre d’information", "Les nouvelles du réseau, une fois par mois."),
    (
        TARGETED,
        "La lettre des coopérations",
        "Outils et rendez-vous des territoires, chaque trimestre.",
    ),
)
SUBSCRIBERS = 2370
# Beside those who receive it: people who left, and addresses that ceased to exist.
LEFT, GONE = 164, 36
FORM_MADE_ON = dt.date(2014, 1, 6)
JOINED_IN_2018 = 0.094
LAST_DEPARTURE = dt.date(2018, 12, 29)  # whoever is there at the end of 2018 is there today
VOLUNTEER = "bénévole"
TAGS = {VOLUNTEER: 0.46, "professionnel": 0.3, "aidant": 0.14, "élu": 0.08, "journaliste": 0.04}
TOPICS = {"Formations": "Training", "Rencontres": "Gatherings", "Presse": "In the press"}
CHOICES = [TrackingChoice.GRANTED, TrackingChoice.UNKNOWN, TrackingChoice.REFUSED]


def load(subscribers: int) -> None:
    for slug, name, description in NEWSLETTERS:
        Newsletter.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "description": description,
                "sender_name": "Maille",
                "sender_email": "lettre@example.org",
                "reply_to": "bonjour@example.org",
            },
        )
    for name in TAGS:
        SubscriberTag.objects.get_or_create(name=name)
    for name, english in TOPICS.items():
        SubscriberTag.objects.get_or_create(
            name=name, defaults={"is_topic": True, "names": {"en": english}}
        )
    if subscribers and not Subscriber.objects.exists():
        dice = Dice("audience")
        main = Newsletter.objects.get(slug=MAIN)
        people = _subscribers(dice, subscribers + LEFT + GONE)
        _tag(dice, people)
        _subscribe(dice, people, main, receiving=subscribers)
        _subscribe_some(dice, people[:subscribers])
        _keep_proofs(people, main)
        _date_back()


def _subscribers(dice: Dice, count: int) -> list[Subscriber]:
    territories = list(Territory.objects.all())
    people = []
    for _ in range(count):
        first_name, last_name = dice.name()
        email = dice.address(first_name, last_name)
        address = normalise_address(email)
        people.append(
            Subscriber(
                email=email,
                address=address,
                address_hash=address_hash(address),
                first_name=first_name,
                last_name=last_name,
                language="en" if dice.random() < 0.05 else "fr",
                territory=dice.choice(territories) if dice.random() < 0.86 else None,
                open_tracking=dice.choices(CHOICES, (58, 34, 8))[0],
                click_tracking=dice.choices(CHOICES, (51, 39, 10))[0],
            )
        )
    return Subscriber.objects.bulk_create(people, batch_size=1000)


def _tag(dice: Dice, people: list[Subscriber]) -> None:
    tags = {name: SubscriberTag.objects.get(name=name) for name in TAGS}
    TaggedSubscriber.objects.bulk_create(
        [
            TaggedSubscriber(tag=tags[name], content_object=person)
            for person in people
            for name, share in TAGS.items()
            if dice.random() < share
        ],
        batch_size=2000,
    )


def _moment(dice: Dice, first: dt.date, last: dt.date) -> dt.datetime:
    time = dt.time(dice.randint(8, 21), dice.randint(0, 59))
    return timezone.make_aware(dt.datetime.combine(dice.day(first, last), time))


def _joined(dice: Dice) -> dt.datetime:
    if dice.random() < JOINED_IN_2018:
        return _moment(dice, dt.date(2018, 1, 3), dt.date(2018, 12, 20))
    return _moment(dice, dt.date(2014, 1, 15), dt.date(2017, 12, 20))


def _subscribe(dice: Dice, people: list[Subscriber], newsletter, *, receiving: int) -> None:
    """The first ones receive it; then come those who left, then the addresses that are gone."""
    rows = []
    for number, person in enumerate(people):
        row = Subscription(subscriber=person, newsletter=newsletter, confirmed_at=_joined(dice))
        row.state = State.CONFIRMED
        if number >= receiving:
            row.state = State.UNSUBSCRIBED
            joined = row.confirmed_at.date()
            row.unsubscribed_at = _moment(dice, joined + dt.timedelta(days=1), LAST_DEPARTURE)
        rows.append(row)
    Subscription.objects.bulk_create(rows, batch_size=1000)
    Suppression.objects.bulk_create(
        Suppression(
            address=person.address,
            address_hash=person.address_hash,
            reason=Suppression.Reason.HARD_BOUNCE,
            detail="550 5.1.1 User unknown",
        )
        for person in people[receiving + LEFT :]
    )


def _subscribe_some(dice: Dice, people: list[Subscriber]) -> None:
    newsletter = Newsletter.objects.get(slug=TARGETED)
    Subscription.objects.bulk_create(
        Subscription(
            subscriber=person,
            newsletter=newsletter,
            state=State.CONFIRMED,
            confirmed_at=_joined(dice),
        )
        for person in people
        if dice.random() < 0.18
    )


def _keep_proofs(people: list[Subscriber], main: Newsletter) -> None:
    """One ledger row for each subscription, each departure and each answer about tracking."""
    shown = {language: wordings(language, *Newsletter.objects.all()) for language in ("fr", "en")}
    kept = {
        (purpose, language): form.keep(purpose)
        for language, form in shown.items()
        for purpose in form.texts
    }
    by_person = {person.pk: person for person in people}
    rows = []
    for subscription in Subscription.objects.select_related("newsletter"):
        rows += _proofs(subscription, by_person[subscription.subscriber_id], kept, main)
    Consent.objects.bulk_create(rows, batch_size=1000)


def _proofs(
    subscription: Subscription,
    person: Subscriber,
    kept: dict[tuple[str, str], ConsentWording],
    main: Newsletter,
) -> list[Consent]:
    purpose = newsletter_purpose(subscription.newsletter.slug)
    acts = [(purpose, Act.GRANTED, Source.LINK, subscription.confirmed_at)]
    if subscription.unsubscribed_at:
        acts.append((purpose, Act.WITHDRAWN, Source.LINK, subscription.unsubscribed_at))
    if subscription.newsletter_id == main.pk:
        for tracking in (OPEN_TRACKING, CLICK_TRACKING):
            if choice := getattr(person, tracking):
                act = Act.GRANTED if choice == TrackingChoice.GRANTED else Act.REFUSED
                acts.append((tracking, act, Source.FORM, subscription.confirmed_at))
    return [
        Consent(
            subscriber=person,
            purpose=purpose,
            act=act,
            source=source,
            given_at=at,
            wording=kept[purpose, person.language] if act != Act.WITHDRAWN else None,
            proof="Formulaire du site",
        )
        for purpose, act, source, at in acts
    ]


def _date_back() -> None:
    """The rows are as old as the subscriptions, not as old as the demonstration."""
    made_at = timezone.make_aware(dt.datetime.combine(FORM_MADE_ON, dt.time(10)))
    ConsentWording.objects.update(created_at=made_at)
    Subscription.objects.update(created_at=F("confirmed_at"))
    first = Subscription.objects.filter(subscriber=OuterRef("pk")).order_by("confirmed_at")
    Subscriber.objects.update(created_at=Subquery(first.values("confirmed_at")[:1]))
