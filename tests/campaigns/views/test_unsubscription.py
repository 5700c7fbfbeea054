import pytest
from django.test import Client

from campaigns.letters import unsubscribe_url
from campaigns.models import Event, Subscription
from crm.models import Consent
from tests.factories.campaigns import DeliveryFactory, SubscriptionFactory

State = Subscription.State
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def client():
    """A client that checks CSRF, as browsers' requests are checked."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def delivery():
    delivery = DeliveryFactory()
    SubscriptionFactory(subscriber=delivery.subscriber, newsletter=delivery.campaign.newsletter)
    return delivery


@pytest.fixture
def url(delivery):
    return unsubscribe_url(delivery.subscriber, delivery.campaign.newsletter, delivery.pk)


def test_looking_changes_nothing(client, url):
    """Row B10 of the trust figures."""
    for _time in range(50):
        assert client.get(url).status_code == 200
        assert client.head(url).status_code == 200

    assert Subscription.objects.get().state == State.CONFIRMED
    assert not Consent.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.row(
    "B11", "one-click POST 3 times, both encodings, no cookie", "200, unsubscribed once"
)
@pytest.mark.parametrize("encoding", ["urlencoded", "multipart"])
def test_one_click_leaves_once(client, url, encoding):
    """Row B11 of the trust figures; RFC 8058, section 3.2."""
    for _time in range(3):
        if encoding == "multipart":
            answer = client.post(url, ONE_CLICK)
        else:
            body = "List-Unsubscribe=One-Click"
            answer = client.post(url, body, "application/x-www-form-urlencoded")
        assert (answer.status_code, answer.cookies) == (200, {})

    assert Subscription.objects.get().state == State.UNSUBSCRIBED
    assert Consent.objects.get().source == Consent.Source.ONE_CLICK
    assert Event.objects.get().kind == Event.Kind.UNSUBSCRIPTION


def test_the_button_leaves_and_says_so(client, url):
    answer = client.post(url)

    assert answer.status_code == 200
    assert answer.context["may_undo"]
    assert Consent.objects.get().source == Consent.Source.LINK


def test_it_can_be_undone_twice_without_harm(client, url):
    client.post(url)

    client.post(url, {"undo": "1"})
    client.post(url, {"undo": "1"})

    assert Subscription.objects.get().state == State.CONFIRMED
    assert Consent.objects.count() == 2


def test_undoing_subscribes_nobody_who_was_not(client, delivery, url):
    Subscription.objects.update(state=State.UNSUBSCRIBED, unsubscribed_at=None)

    client.post(url, {"undo": "1"})

    assert Subscription.objects.get().state == State.UNSUBSCRIBED


def test_the_link_of_another_letter_leaves_only_that_one(client, delivery, url):
    other = SubscriptionFactory(subscriber=delivery.subscriber)

    client.post(url)

    other.refresh_from_db()
    assert other.state == State.CONFIRMED


def test_the_page_speaks_the_language_of_the_person(client, delivery, url):
    delivery.subscriber.language = "en"
    delivery.subscriber.save()

    assert client.get(url, headers={"Accept-Language": "fr"})["Content-Language"] == "en"


def test_old_links_work_for_ever(client, delivery, settings):
    settings.TOKEN_KEYS = ["a-key-of-years-ago"]
    url = unsubscribe_url(delivery.subscriber, delivery.campaign.newsletter)

    settings.TOKEN_KEYS = ["new", "newer", "a-key-of-years-ago"]
    client.post(url)

    assert Subscription.objects.get().state == State.UNSUBSCRIBED
