from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.models import Event, Subscription
from campaigns.signals import subscription_confirmed, unsubscribed
from campaigns.subscriptions import (
    SignUp,
    confirm,
    join,
    may_undo,
    subscribe,
    tracking_asked,
    undo_unsubscription,
    unsubscribe,
)
from campaigns.wordings import wordings
from crm.consent import (
    CLICK_TRACKING,
    OPEN_TRACKING,
    may_mail,
    newsletter_purpose,
    record_consent,
)
from crm.models import Consent, OutgoingMail, Subscriber, Suppression, TrackingChoice
from crm.suppression import is_suppressed, suppress
from tests.factories.campaigns import DeliveryFactory, NewsletterFactory, SubscriptionFactory
from tests.factories.crm import SubscriberFactory

State, Source = Subscription.State, Consent.Source


@pytest.fixture
def newsletter():
    return NewsletterFactory(slug="info")


def sign_up(newsletter, email="zoe@example.org", language="fr", **details):
    order = SignUp(email=email, wordings=wordings(language, newsletter), **details)
    return subscribe([newsletter], order)


def kinds():
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))


def test_signing_up_awaits_a_confirmation(newsletter):
    zoe = sign_up(newsletter, first_name="Zoé")

    assert zoe.subscriptions.get().state == State.PENDING
    assert zoe.first_name == "Zoé"
    assert kinds() == ["confirm_subscription"]
    assert not may_mail(zoe, newsletter_purpose("info"))


def test_confirming_subscribes_with_evidence_and_welcomes(newsletter):
    zoe = sign_up(newsletter, agreed=frozenset([OPEN_TRACKING]), proof="/newsletters/info/")

    confirm(zoe, agreed=asked_wordings(zoe))

    zoe.refresh_from_db()
    granted = zoe.consents.filter(act=Consent.Act.GRANTED)
    assert zoe.subscriptions.get().state == State.CONFIRMED
    assert {row.purpose for row in granted} == {"newsletter:info", OPEN_TRACKING}
    assert all(row.wording.language == "fr" for row in granted)
    assert (zoe.open_tracking, zoe.click_tracking) == (TrackingChoice.GRANTED, "")
    assert kinds() == ["confirm_subscription", "welcome"]


def asked_wordings(subscriber):
    return [act.wording_id for act in tracking_asked(subscriber)]


def test_what_is_not_ticked_where_one_confirms_is_not_agreed_to(newsletter):
    zoe = sign_up(newsletter, agreed=frozenset([OPEN_TRACKING, CLICK_TRACKING]))

    confirm(zoe, agreed=asked_wordings(zoe)[:1])

    zoe.refresh_from_db()
    assert (zoe.open_tracking, zoe.click_tracking) == (TrackingChoice.GRANTED, "")


def test_who_refused_stays_so_whoever_fills_in_a_form(newsletter):
    zoe = SubscriberFactory(email="zoe@example.org")
    record_consent(zoe, purpose=OPEN_TRACKING, act="refused", source="preferences")
    sign_up(newsletter, agreed=frozenset([OPEN_TRACKING]))

    assert confirm(zoe)

    zoe.refresh_from_db()
    assert zoe.open_tracking == TrackingChoice.REFUSED


def test_a_sentence_that_was_not_shown_is_not_agreed_to(newsletter):
    zoe = sign_up(newsletter, agreed=frozenset([OPEN_TRACKING]))
    shown = asked_wordings(zoe)
    sign_up(newsletter, agreed=frozenset([OPEN_TRACKING]), language="en")

    confirm(zoe, agreed=shown)

    zoe.refresh_from_db()
    assert zoe.open_tracking == TrackingChoice.UNKNOWN


def test_what_is_granted_already_is_not_asked_again(newsletter):
    zoe = SubscriberFactory(email="zoe@example.org")
    record_consent(zoe, purpose=OPEN_TRACKING, act="granted", source="preferences")
    sign_up(newsletter, agreed=frozenset([OPEN_TRACKING]))

    assert tracking_asked(Subscriber.objects.get()) == []


def test_a_ticked_box_counts_only_once_confirmed(newsletter):
    zoe = sign_up(newsletter, agreed=frozenset([OPEN_TRACKING]))

    assert zoe.open_tracking == TrackingChoice.UNKNOWN


def test_confirming_twice_is_harmless(newsletter):
    zoe = sign_up(newsletter)
    confirm(zoe)
    rows = Consent.objects.count()

    assert confirm(zoe) == []
    assert Consent.objects.count() == rows
    assert kinds().count("welcome") == 1


def test_a_malformed_address_is_refused(newsletter):
    with pytest.raises(ValidationError):
        sign_up(newsletter, "zoe@")


def test_a_thousand_sign_ups_mail_once_a_day(newsletter):
    """Row B8 of the trust figures."""
    other = NewsletterFactory()
    with time_machine.travel("2026-11-21 23:59:50Z", tick=True):
        for number in range(1000):
            sign_up(
                other if number % 2 else newsletter,
                "Zoe@example.org" if number % 3 else "zoe@EXAMPLE.org",
            )

    assert kinds() == ["confirm_subscription"]
    assert Consent.objects.count() == 2


@pytest.mark.parametrize(("hours", "mails"), [(1, 1), (23.9, 1), (24.1, 2)])
def test_the_next_mail_leaves_after_24_hours(newsletter, hours, mails):
    start = timezone.now().replace(hour=23, minute=30)
    with time_machine.travel(start, tick=False):
        sign_up(newsletter)
    with time_machine.travel(start + timedelta(hours=hours), tick=False):
        sign_up(newsletter)

    assert OutgoingMail.objects.count() == mails


def test_one_link_confirms_all_that_awaits(newsletter):
    sign_up(newsletter)
    zoe = sign_up(NewsletterFactory())

    assert len(confirm(zoe)) == 2


def test_a_form_changes_nothing_of_somebody_known(newsletter):
    known = SubscriptionFactory(subscriber__email="zoe@example.org", newsletter=newsletter)

    sign_up(newsletter, first_name="Mallory", language="en")

    known.refresh_from_db()
    zoe = Subscriber.objects.get()
    assert (zoe.first_name, zoe.language, known.state) == ("Alice", "fr", State.CONFIRMED)
    assert kinds() == ["already_subscribed"]


@pytest.mark.parametrize(
    "reason", [reason for reason in Suppression.Reason if reason != Suppression.Reason.MANUAL]
)
def test_who_is_excluded_may_come_back_by_confirming(newsletter, reason):
    suppress("zoe@example.org", reason)

    zoe = sign_up(newsletter)
    assert is_suppressed("zoe@example.org")
    confirm(zoe)

    assert not is_suppressed("zoe@example.org")
    assert may_mail(zoe, newsletter_purpose("info"))


def test_whom_the_team_excluded_is_neither_mailed_nor_revived(newsletter):
    zoe = SubscriptionFactory(
        subscriber__email="zoe@example.org", newsletter=newsletter, pending=True
    ).subscriber
    suppress("zoe@example.org", Suppression.Reason.MANUAL)

    assert sign_up(newsletter) is None
    assert confirm(zoe) == []
    assert kinds() == []
    assert is_suppressed("zoe@example.org")


def test_who_left_stays_known_as_such_until_they_confirm(newsletter):
    subscription = SubscriptionFactory(newsletter=newsletter, unsubscribed=True)

    sign_up(newsletter, subscription.subscriber.email)
    subscription.refresh_from_db()
    assert (subscription.state, bool(subscription.unsubscribed_at)) == (State.PENDING, True)

    confirm(subscription.subscriber)
    subscription.refresh_from_db()
    assert (subscription.state, subscription.unsubscribed_at) == (State.CONFIRMED, None)


def test_leaving_is_written_once_with_its_evidence(newsletter):
    subscription = SubscriptionFactory(newsletter=newsletter)

    assert unsubscribe(subscription.subscriber, newsletter, source=Source.LINK) is True
    assert unsubscribe(subscription.subscriber, newsletter, source=Source.LINK) is False

    row = Consent.objects.get()
    assert (row.act, row.source, row.purpose) == ("withdrawn", "link", "newsletter:info")


def test_leaving_through_a_mail_counts_in_its_figures(newsletter):
    subscription = SubscriptionFactory(newsletter=newsletter)
    delivery = DeliveryFactory(subscriber=subscription.subscriber, campaign__newsletter=newsletter)

    for _time in range(3):
        unsubscribe(delivery.subscriber, newsletter, source=Source.LINK, delivery=delivery)

    event = Event.objects.get()
    assert (event.kind, event.delivery) == (Event.Kind.UNSUBSCRIPTION, delivery)


def test_signals_tell_what_happened(newsletter):
    heard = []

    def on_news(signal, **news):
        heard.append(news["subscription"].state)

    subscription_confirmed.connect(on_news)
    unsubscribed.connect(on_news)
    zoe = sign_up(newsletter)
    confirm(zoe)
    unsubscribe(zoe, newsletter, source=Source.LINK)

    assert heard == [State.CONFIRMED, State.UNSUBSCRIBED]


def test_leaving_can_be_undone_for_a_day(newsletter):
    subscription = SubscriptionFactory(newsletter=newsletter)
    since = subscription.confirmed_at
    zoe = subscription.subscriber
    unsubscribe(zoe, newsletter, source=Source.LINK)

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert not undo_unsubscription(zoe, newsletter)
    assert undo_unsubscription(zoe, newsletter)

    subscription.refresh_from_db()
    assert (subscription.state, subscription.confirmed_at) == (State.CONFIRMED, since)
    assert not may_undo(zoe, newsletter)


def test_what_was_never_confirmed_cannot_be_undone(newsletter):
    subscription = SubscriptionFactory(newsletter=newsletter, pending=True)
    unsubscribe(subscription.subscriber, newsletter, source=Source.LINK)

    assert not undo_unsubscription(subscription.subscriber, newsletter)


def test_joining_with_a_proven_address_needs_no_confirmation(newsletter):
    alice = SubscriberFactory()

    assert join(alice, newsletter, source=Source.PREFERENCES) is True
    assert join(alice, newsletter, source=Source.PREFERENCES) is False
    assert may_mail(alice, newsletter_purpose("info"))


def test_several_letters_are_asked_for_in_one_mail(newsletter):
    other = NewsletterFactory(name="Formations")
    order = SignUp(email="zoe@example.org", wordings=wordings("fr", newsletter, other))

    zoe = subscribe([newsletter, other], order)

    mail = OutgoingMail.objects.get()
    assert newsletter.name in mail.text
    assert "Formations" in mail.text
    assert len(confirm(zoe)) == 2


def test_a_second_letter_of_somebody_subscribed_is_confirmed_too(newsletter):
    zoe = SubscriptionFactory(newsletter=newsletter, subscriber__email="zoe@example.org")
    other = NewsletterFactory()

    order = SignUp(email="zoe@example.org", wordings=wordings("fr", newsletter, other))
    subscribe([newsletter, other], order)

    assert kinds() == ["confirm_subscription"]
    assert [row.newsletter for row in confirm(zoe.subscriber)] == [other]


def test_whose_mail_came_back_returns_by_confirming(newsletter):
    zoe = SubscriptionFactory(newsletter=newsletter, subscriber__email="zoe@example.org")
    suppress("zoe@example.org", Suppression.Reason.HARD_BOUNCE)

    sign_up(newsletter)
    assert is_suppressed("zoe@example.org")

    assert confirm(zoe.subscriber) == [zoe]
    assert not is_suppressed("zoe@example.org")
    assert kinds()[0] == "confirm_subscription"
    assert zoe.confirmed_at == Subscription.objects.get().confirmed_at
