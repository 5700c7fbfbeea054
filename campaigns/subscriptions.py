"""Signing up, confirming, leaving and coming back. State and evidence are written together.

Nothing here sends: mails are rows of the outbox, which the caller wakes on commit.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from campaigns.letters import queue_confirmation, queue_welcome
from campaigns.models import Delivery, Newsletter, Subscription
from campaigns.past_subscriptions import keep
from campaigns.signals import subscription_confirmed, unsubscribed
from campaigns.tracking.unsubscriptions import record_unsubscription
from campaigns.wordings import Wordings
from crm.addresses import check_address, normalise_address
from crm.consent import TRACKING_PURPOSES, latest_act, newsletter_purpose, record_consent
from crm.models import Consent, Subscriber, Territory, TrackingChoice
from crm.suppression import is_excluded_by_team, is_suppressed, lift, take_back_leaving

Act, Source, State = Consent.Act, Consent.Source, Subscription.State

CONFIRM_WITHIN = timedelta(days=7)
UNDO_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class SignUp:
    """What somebody typed and ticked; `agreed` holds the tracking purposes among it.

    `language` is that of the letters; empty, that of the form.
    """

    email: str
    wordings: Wordings
    language: str = ""
    first_name: str = ""
    territory: Territory | None = None
    agreed: frozenset[str] = frozenset()
    proof: str = ""


def public_newsletters(slugs: Sequence[str] = ()) -> list[Newsletter]:
    """Those named, in the order given, or all that visitors are offered."""
    public = {
        newsletter.slug: newsletter for newsletter in Newsletter.objects.filter(is_public=True)
    }
    return [public[slug] for slug in slugs or public if slug in public]


@transaction.atomic
def subscribe(newsletters: Sequence[Newsletter], sign_up: SignUp) -> Subscriber | None:
    """Asks for a confirmation; None when the team excluded the address: nothing is written.

    A form proves nothing about who filled it: what we know of somebody is left as it is. At most
    one mail a day leaves for an address. Raises ValidationError on a malformed one.
    """
    email = check_address(sign_up.email)
    if is_excluded_by_team(email):
        return None
    subscriber = _find_or_create(email, sign_up)
    subscriptions = [
        request_subscription(subscriber, newsletter, sign_up.wordings, proof=sign_up.proof)
        for newsletter in newsletters
    ]
    for purpose in sorted(sign_up.agreed):
        _ask(subscriber, purpose, sign_up.wordings, proof=sign_up.proof)
    queue_confirmation(subscriber, subscriptions)
    return subscriber


def request_subscription(
    subscriber: Subscriber,
    newsletter: Newsletter,
    wordings: Wordings,
    *,
    source: str = Source.FORM,
    proof: str = "",
) -> Subscription:
    """What `confirm` will find; the caller mails the link. The subscriber's row is locked."""
    subscription, _created = Subscription.objects.get_or_create(
        subscriber=subscriber, newsletter=newsletter
    )
    if subscription.state == State.UNSUBSCRIBED:
        # unsubscribed_at stays until the person confirms: an import must still see it.
        subscription.state = State.PENDING
        subscription.save(update_fields=["state"])
    _ask(subscriber, newsletter_purpose(newsletter.slug), wordings, source=source, proof=proof)
    return subscription


def _find_or_create(email: str, sign_up: SignUp) -> Subscriber:
    """The subscriber's row, locked, so that a thousand sign-ups at once still mail once."""
    language = sign_up.language or sign_up.wordings.language
    subscriber, created = Subscriber.objects.get_or_create(
        address=normalise_address(email),
        defaults={
            "email": email,
            "first_name": sign_up.first_name,
            "language": language,
            "territory": sign_up.territory,
        },
    )
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if not created and not is_known(subscriber):
        subscriber.first_name = sign_up.first_name or subscriber.first_name
        subscriber.language = language
        subscriber.territory = sign_up.territory or subscriber.territory
        subscriber.save(update_fields=["first_name", "language", "territory"])
    return subscriber


def is_known(subscriber: Subscriber) -> bool:
    """Something else than a form speaks of this address: a confirmation, an import, the team."""
    only_forms = subscriber.consents.filter(act=Act.REQUESTED).exists()
    return not only_forms or subscriber.consents.exclude(act=Act.REQUESTED).exists()


def _ask(
    subscriber: Subscriber,
    purpose: str,
    wordings: Wordings,
    *,
    source: str = Source.FORM,
    proof: str = "",
) -> None:
    """One request a day and purpose is enough for the ledger, however often the form comes."""
    wording = wordings.keep(purpose)
    since = timezone.now() - timedelta(days=1)
    asked = subscriber.consents.filter(
        purpose=purpose, act=Act.REQUESTED, wording=wording, given_at__gt=since
    )
    if not asked.exists():
        record_consent(
            subscriber,
            purpose=purpose,
            act=Act.REQUESTED,
            source=source,
            wording=wording,
            proof=proof,
        )


def awaiting(subscriber: Subscriber) -> list[Subscription]:
    """What the person would confirm, whichever of the day's links they follow.

    An address that is excluded confirms its letters again: nothing of them reached it.
    """
    subscriptions = subscriber.subscriptions.select_related("newsletter")
    if is_suppressed(subscriber.address):
        rows = subscriptions.exclude(state=State.UNSUBSCRIBED)
    else:
        rows = subscriptions.filter(state=State.PENDING)
    return list(rows.order_by("newsletter__name"))


def tracking_asked(subscriber: Subscriber) -> list[Consent]:
    """The tracking boxes ticked on a form lately, with their wording; not what is granted already.

    A form proves nothing about who filled it: the person is asked again where they confirm.
    """
    since = timezone.now() - CONFIRM_WITHIN
    open_to = [p for p in TRACKING_PURPOSES if getattr(subscriber, p) != TrackingChoice.GRANTED]
    acts = [latest_act(subscriber, purpose) for purpose in open_to]
    return [act for act in acts if act and act.act == Act.REQUESTED and act.given_at > since]


@transaction.atomic
def confirm(
    subscriber: Subscriber, *, agreed: Collection[int] = (), proof: str = ""
) -> list[Subscription]:
    """Confirms all that awaits it and returns it; the second time there is nothing left to do.

    `agreed` are the tracking wordings, by number, whose box was ticked beside the button.
    Pressing the button proves the address: it lifts an exclusion, but not one by the team.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    subscriptions = awaiting(subscriber)
    if not subscriptions or not _may_return(subscriber):
        return []
    for asked in tracking_asked(subscriber):
        if asked.wording_id in agreed:
            _grant(subscriber, asked.purpose, asked, source=Source.LINK, proof=proof)
    for subscription in subscriptions:
        purpose = newsletter_purpose(subscription.newsletter.slug)
        request = latest_act(subscriber, purpose)
        _mark_confirmed(subscription, since=_since(subscription))
        _grant(subscriber, purpose, request, source=Source.LINK, proof=proof)
        queue_welcome(subscriber, subscription)
    return subscriptions


def _since(subscription: Subscription) -> datetime | None:
    return subscription.confirmed_at if subscription.state == State.CONFIRMED else None


def _may_return(subscriber: Subscriber) -> bool:
    if is_excluded_by_team(subscriber.address):
        return False
    lift(subscriber.address)
    return True


def _grant(
    subscriber: Subscriber, purpose: str, request: Consent | None, *, source: str, proof: str
) -> None:
    record_consent(
        subscriber,
        purpose=purpose,
        act=Act.GRANTED,
        source=source,
        wording=request.wording if request else None,
        proof=proof,
    )


def _mark_confirmed(subscription: Subscription, *, since: datetime | None = None) -> None:
    """A stay that had ended is kept, unless its end is undone."""
    if subscription.unsubscribed_at is not None and since != subscription.confirmed_at:
        keep(subscription)
    subscription.state = State.CONFIRMED
    subscription.confirmed_at = since or timezone.now()
    subscription.unsubscribed_at = None
    subscription.save(update_fields=["state", "confirmed_at", "unsubscribed_at"])
    subscription_confirmed.send(sender=Subscription, subscription=subscription)


@transaction.atomic
def unsubscribe(
    subscriber: Subscriber,
    newsletter: Newsletter,
    *,
    source: str,
    delivery: Delivery | None = None,
    proof: str = "",
    at: datetime | None = None,
) -> bool:
    """Takes the person off the list; False, and nothing written, when they were off it."""
    subscription = (
        Subscription.objects.select_for_update()
        .filter(subscriber=subscriber, newsletter=newsletter)
        .exclude(state=State.UNSUBSCRIBED)
        .first()
    )
    if subscription is None:
        return False
    was_there = subscription.state == State.CONFIRMED
    subscription.state = State.UNSUBSCRIBED
    if was_there or subscription.unsubscribed_at is None:
        subscription.unsubscribed_at = timezone.now()
    subscription.save(update_fields=["state", "unsubscribed_at"])
    purpose = newsletter_purpose(newsletter.slug)
    record_consent(
        subscriber, purpose=purpose, act=Act.WITHDRAWN, source=source, proof=proof, at=at
    )
    if delivery is not None:
        record_unsubscription(delivery)
    unsubscribed.send(
        sender=Subscription, subscription=subscription, source=source, delivery=delivery
    )
    return True


def may_undo(subscriber: Subscriber, newsletter: Newsletter) -> bool:
    """For a day: letters get forwarded, and an old link must not subscribe anybody again."""
    return subscriber.subscriptions.filter(
        newsletter=newsletter,
        state=State.UNSUBSCRIBED,
        confirmed_at__isnull=False,
        unsubscribed_at__gt=timezone.now() - UNDO_WITHIN,
    ).exists()


@transaction.atomic
def undo_unsubscription(
    subscriber: Subscriber, newsletter: Newsletter, *, proof: str = ""
) -> bool:
    """Back on the list as if nothing had happened; False when it is too late or not needed."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if not may_undo(subscriber, newsletter):
        return False
    take_back_leaving(subscriber.address)
    subscription = subscriber.subscriptions.get(newsletter=newsletter)
    _mark_confirmed(subscription, since=subscription.confirmed_at)
    purpose = newsletter_purpose(newsletter.slug)
    record_consent(subscriber, purpose=purpose, act=Act.GRANTED, source=Source.LINK, proof=proof)
    return True


@transaction.atomic
def join(
    subscriber: Subscriber,
    newsletter: Newsletter,
    *,
    source: str,
    wordings: Wordings | None = None,
    proof: str = "",
    at: datetime | None = None,
) -> bool:
    """Subscribes at once somebody whose address is proven; False when they were subscribed."""
    subscription, _created = Subscription.objects.select_for_update().get_or_create(
        subscriber=subscriber, newsletter=newsletter
    )
    if subscription.state == State.CONFIRMED:
        return False
    purpose = newsletter_purpose(newsletter.slug)
    _mark_confirmed(subscription, since=at)
    record_consent(
        subscriber,
        purpose=purpose,
        act=Act.GRANTED,
        source=source,
        wording=wordings.keep(purpose) if wordings else None,
        proof=proof,
        at=at,
    )
    return True
