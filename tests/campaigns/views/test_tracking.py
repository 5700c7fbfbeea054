import pytest

from campaigns.letters import preferences_url
from crm.models import Consent
from tests.factories.campaigns import SubscriptionFactory


@pytest.fixture
def subscription():
    return SubscriptionFactory(
        subscriber__open_tracking="granted", subscriber__click_tracking="granted"
    )


@pytest.fixture
def url(subscription):
    return f"{preferences_url(subscription.subscriber)}tracking/"


def test_one_press_withdraws_both_and_leaves_no_letter(client, subscription, url):
    answer = client.post(url, {"withdraw": "1"})

    alice = subscription.subscriber
    alice.refresh_from_db()
    subscription.refresh_from_db()
    assert (alice.open_tracking, alice.click_tracking) == ("refused", "refused")
    assert subscription.state == "confirmed"
    assert {row.act for row in Consent.objects.all()} == {"withdrawn"}
    assert "plus rien" in answer.content.decode()


def test_a_second_press_adds_nothing(client, url):
    for _time in range(2):
        client.post(url, {"withdraw": "1"})

    assert Consent.objects.count() == 2


def test_each_is_answered_apart(client, subscription, url):
    client.post(url, {"opens": "granted", "clicks": "refused"})

    alice = subscription.subscriber
    alice.refresh_from_db()
    assert (alice.open_tracking, alice.click_tracking) == ("granted", "refused")
    row = Consent.objects.get()
    assert (row.purpose, row.wording.language) == ("click_tracking", "fr")


def test_looking_changes_nothing(client, url):
    assert client.get(url).status_code == client.head(url).status_code == 200

    assert not Consent.objects.exists()


def test_nonsense_changes_nothing(client, url):
    assert client.post(url, {"opens": "perhaps"}).status_code == 200
    assert client.post("/preferences/forged/tracking/").status_code == 404

    assert not Consent.objects.exists()
