from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from campaigns.attesting import AttestationRefused, attest
from campaigns.preferences import leave_all
from crm.consent import may_mail
from crm.models import Consent, Suppression
from crm.suppression import suppress
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory
from tests.factories.crm import SubscriberFactory

LAST_MONTH = timezone.now() - timedelta(days=30)


@pytest.fixture
def letter():
    return NewsletterFactory(slug="info")


@pytest.fixture
def zoe():
    return SubscriberFactory()


def on_paper(person, act="granted", at=LAST_MONTH, purpose="newsletter:info"):
    attest(person, purpose, act, source="paper", proof="Classeur 3", at=at)


def test_a_paper_subscribes_from_its_day(letter, zoe):
    on_paper(zoe)

    row, subscription = Consent.objects.get(), zoe.subscriptions.get()
    assert (row.source, row.proof, row.given_at) == ("paper", "Classeur 3", LAST_MONTH)
    assert subscription.confirmed_at == LAST_MONTH
    assert may_mail(zoe, "newsletter:info")


@pytest.mark.parametrize("act", ["refused", "withdrawn"])
def test_a_call_ends_a_subscription(letter, act):
    subscription = SubscriptionFactory(newsletter=letter)

    on_paper(subscription.subscriber, act)

    subscription.refresh_from_db()
    assert subscription.state == "unsubscribed"
    assert not may_mail(subscription.subscriber, "newsletter:info")


def test_tracking_is_answered_too(letter, zoe):
    on_paper(zoe, purpose="open_tracking")

    zoe.refresh_from_db()
    assert zoe.open_tracking == "granted"


def test_an_older_paper_undoes_nothing_said_since(letter, zoe):
    on_paper(zoe)
    on_paper(zoe, "withdrawn", at=LAST_MONTH + timedelta(days=1))

    with pytest.raises(AttestationRefused):
        on_paper(zoe, at=LAST_MONTH)
    assert zoe.subscriptions.get().state == "unsubscribed"


def test_whom_the_team_excluded_is_lifted_first(letter, zoe):
    suppress(zoe.address, Suppression.Reason.MANUAL)

    with pytest.raises(AttestationRefused):
        on_paper(zoe)
    assert not Consent.objects.exists()


def test_saying_it_again_adds_the_act_and_keeps_the_state(letter):
    subscription = SubscriptionFactory(newsletter=letter)

    on_paper(subscription.subscriber)

    assert Consent.objects.get().act == "granted"


def test_a_later_paper_takes_never_again_back_an_older_one_does_not(letter):
    zoe = SubscriptionFactory().subscriber
    leave_all(zoe)

    with pytest.raises(AttestationRefused, match="since that day"), override("en"):
        on_paper(zoe)
    assert not zoe.subscriptions.filter(newsletter=letter).exists()

    on_paper(zoe, at=timezone.now())
    assert may_mail(zoe, "newsletter:info")
