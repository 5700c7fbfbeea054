from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.forms.preferences import FreshLinkForm, PreferencesForm
from crm.consent import CLICK_TRACKING
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory
from tests.factories.crm import SubscriberFactory


def answered(subscriber=None, **answers):
    form = PreferencesForm(
        {"language": "fr", **answers}, subscriber=subscriber or SubscriberFactory()
    )
    assert form.is_valid(), form.errors
    return form.preferences()


def test_it_opens_with_what_is_known():
    subscription = SubscriptionFactory(subscriber__open_tracking="refused")

    form = PreferencesForm(subscriber=subscription.subscriber)

    assert form.initial["newsletters"] == [str(subscription.newsletter_id)]
    assert form.initial["opens"] == "refused"


def test_a_question_left_open_keeps_the_choice_as_it_is():
    assert answered(clicks="granted").tracking == {CLICK_TRACKING: "granted"}


@pytest.mark.parametrize(("days", "pauses"), [(-1, False), (0, False), (1, True)])
def test_a_day_gone_by_pauses_nothing(days, pauses):
    day = timezone.localdate() + timedelta(days=days)

    assert answered(paused_until=day).paused_until == (day if pauses else None)


def test_a_letter_for_insiders_cannot_be_chosen():
    insiders = NewsletterFactory(is_public=False)
    form = PreferencesForm(
        {"language": "fr", "newsletters": [insiders.pk]}, subscriber=SubscriberFactory()
    )

    assert "newsletters" in form.errors


def test_an_insider_keeps_theirs():
    subscription = SubscriptionFactory(newsletter__is_public=False)

    chosen = answered(subscription.subscriber, newsletters=[subscription.newsletter_id])

    assert chosen.newsletters == {subscription.newsletter_id}


def test_a_fresh_link_needs_an_address():
    assert FreshLinkForm({"email": "zoe@example.org"}).is_valid()
    assert "email" in FreshLinkForm({"email": "zoe"}).errors
