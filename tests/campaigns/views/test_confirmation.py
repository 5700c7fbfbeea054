import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.letters import confirm_url
from campaigns.models import Subscription
from campaigns.subscriptions import SignUp, subscribe
from campaigns.tokens import Kind, make
from campaigns.wordings import wordings
from crm.consent import record_consent
from crm.models import Consent, OutgoingMail, Subscriber
from tests.factories.campaigns import SubscriptionFactory

State = Subscription.State


@pytest.fixture
def subscription():
    return SubscriptionFactory(pending=True, newsletter__slug="info")


@pytest.fixture
def url(subscription):
    return confirm_url(subscription.subscriber, subscription.newsletter)


def state_of(subscription):
    subscription.refresh_from_db()
    return subscription.state


def test_looking_confirms_nothing(client, subscription, url):
    """Row B10 of the trust figures, here for confirmation links."""
    for _time in range(3):
        assert client.get(url).status_code == 200
        assert client.head(url).status_code == 200

    assert state_of(subscription) == State.PENDING
    assert not Consent.objects.exists()


def test_pressing_the_button_confirms(client, subscription, url):
    answer = client.post(url)

    assert answer.status_code == 200
    assert state_of(subscription) == State.CONFIRMED
    assert OutgoingMail.objects.get().kind == "welcome"
    assert not client.cookies


def test_pressing_twice_is_harmless(client, subscription, url):
    client.post(url)
    first = Consent.objects.count()

    assert client.post(url).status_code == 200
    assert Consent.objects.count() == first
    assert OutgoingMail.objects.count() == 1


def test_an_old_link_is_a_dead_link(client, subscription, url):
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        answer = client.post(url)

    assert answer.status_code == 404
    assert state_of(subscription) == State.PENDING


def test_the_link_of_somebody_who_left_since_does_not_bring_them_back(client, subscription, url):
    client.post(url)
    Subscription.objects.update(state=State.UNSUBSCRIBED, unsubscribed_at=timezone.now())

    assert client.post(url).status_code == 200
    assert state_of(subscription) == State.UNSUBSCRIBED


def test_the_page_speaks_the_language_of_the_person(client, subscription, url):
    subscription.subscriber.language = "en"
    subscription.subscriber.save()

    answer = client.get(url, headers={"Accept-Language": "fr"})

    assert answer["Content-Language"] == "en"
    assert "Confirm my subscription" in answer.content.decode()


def test_a_token_of_another_kind_is_a_dead_link(client, subscription):
    token = make(Kind.PREFERENCES, subscription.subscriber_id)

    assert client.post(f"/confirm/{token}/").status_code == 404


@pytest.fixture
def boxes(subscription, client, url):
    """What the page shows of the boxes that a form had ticked: number, ticked or not."""

    def shown():
        page = client.get(url).content.decode()
        found = re.findall(r'name="agreed" value="(\d+)" id="[\w-]+"( checked)?', page)
        return [(int(number), bool(ticked)) for number, ticked in found]

    return shown


def fill_in(subscription, *purposes):
    newsletter = subscription.newsletter
    subscribe(
        [newsletter],
        SignUp(
            email=subscription.subscriber.email,
            wordings=wordings("fr", newsletter),
            agreed=frozenset(purposes),
        ),
    )


def test_a_form_without_boxes_leaves_one_button(subscription, boxes):
    fill_in(subscription)

    assert boxes() == []


def test_boxes_come_as_they_were_ticked_but_for_what_was_refused(subscription, boxes):
    person = subscription.subscriber
    record_consent(person, purpose="click_tracking", act="refused", source="preferences")
    fill_in(subscription, "open_tracking", "click_tracking")

    assert [ticked for _number, ticked in boxes()] == [True, False]


def test_what_is_posted_counts(client, subscription, url, boxes):
    fill_in(subscription, "open_tracking", "click_tracking")
    (opens, _ticked), _clicks = boxes()

    client.post(url, {"agreed": [opens]})

    person = Subscriber.objects.get()
    assert (person.open_tracking, person.click_tracking) == ("granted", "")
    granted = person.consents.get(purpose="open_tracking", act="granted")
    assert granted.wording_id == opens


@pytest.mark.parametrize("agreed", ["x", "0", "²", "9" * 40])
def test_nonsense_agrees_to_nothing(client, subscription, url, agreed):
    fill_in(subscription, "open_tracking")

    assert client.post(url, {"agreed": agreed}).status_code == 200
    assert state_of(subscription) == State.CONFIRMED
    assert Subscriber.objects.get().open_tracking == ""


def test_a_scanner_that_looks_at_boxes_agrees_to_nothing(client, subscription, url):
    fill_in(subscription, "open_tracking")

    client.get(url, {"agreed": "1"})
    client.head(url)

    assert Subscriber.objects.get().open_tracking == ""
    assert not Consent.objects.filter(act="granted").exists()
