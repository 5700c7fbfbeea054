from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.letters import (
    confirm_url,
    preferences_url,
    queue_confirmation,
    queue_fresh_link,
    queue_welcome,
    unsubscribe_url,
)
from campaigns.tokens import Kind, read
from crm.models import OutgoingMail, Suppression
from crm.suppression import suppress
from tests.factories.campaigns import SubscriptionFactory
from tests.factories.crm import SubscriberFactory


def token(url):
    return url.rstrip("/").rpartition("/")[2]


def kinds():
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))


def test_links_name_the_person_and_are_signed(settings):
    row = SubscriptionFactory()
    who, letter = row.subscriber, row.newsletter

    assert preferences_url(who).startswith(settings.SITE_URL)
    assert read(Kind.PREFERENCES, token(preferences_url(who))) == (who.pk,)
    assert read(Kind.CONFIRM, token(confirm_url(who, letter)))[:2] == (who.pk, letter.pk)
    left = unsubscribe_url(who, letter, 7)
    assert read(Kind.UNSUBSCRIBE, token(left)) == (who.pk, letter.pk, 7)


@pytest.mark.parametrize(
    ("trait", "kind"),
    [({"pending": True}, "confirm_subscription"), ({}, "already_subscribed")],
)
def test_signing_up_is_answered_by_what_is_the_case(trait, kind):
    row = SubscriptionFactory(**trait)

    queue_confirmation(row.subscriber, [row])

    assert kinds() == [kind]


@pytest.mark.parametrize(("hours", "mails"), [(23, 1), (25, 2)])
def test_never_two_in_24_hours(hours, mails):
    row = SubscriptionFactory(pending=True)
    start = timezone.now().replace(hour=22, minute=30)

    for moment in (start, start + timedelta(hours=hours)):
        with time_machine.travel(moment, tick=False):
            queue_confirmation(row.subscriber, [row])

    assert OutgoingMail.objects.count() == mails


def test_a_welcome_is_sent_once_a_confirmation():
    row = SubscriptionFactory()

    assert queue_welcome(row.subscriber, row) is not None
    assert queue_welcome(row.subscriber, row) is None


@pytest.mark.parametrize(
    ("trait", "kind"),
    [({"pending": True}, "confirm_subscription"), ({}, "preferences_link")],
)
def test_a_fresh_link_leads_to_what_is_missing(trait, kind):
    SubscriptionFactory(subscriber__email="zoe@example.org", **trait)

    queue_fresh_link("Zoe@example.org")

    assert kinds() == [kind]


def test_who_is_unknown_or_asked_for_silence_gets_no_link():
    SubscriberFactory(email="zoe@example.org")
    suppress("zoe@example.org", Suppression.Reason.MANUAL)

    assert queue_fresh_link("zoe@example.org") is None
    assert queue_fresh_link("nobody@example.org") is None
    assert kinds() == []
