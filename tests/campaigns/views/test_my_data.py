import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.letters import my_data_url, preferences_url
from campaigns.moving import ask_to_move, move
from crm.models import DataRequest, OutgoingMail, Subscriber, Suppression
from tests.factories.campaigns import SubscriptionFactory


@pytest.fixture
def alice():
    return SubscriptionFactory(subscriber__email="alice@example.org").subscriber


@pytest.fixture
def url(alice):
    return my_data_url(alice)


def test_the_link_is_mailed_to_the_address_once_a_day(client, alice):
    for _time in range(3):
        answer = client.post(f"{preferences_url(alice)}data/")
        assert answer.status_code == 200

    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to) == ("my_data_link", "alice@example.org")
    assert "/my-data/" in mail.text
    assert "/my-data/" not in answer.content.decode()


def test_after_a_change_of_address_the_link_goes_to_the_former_one_for_a_week(client, alice):
    """Who was forwarded a letter may ask for the change: the data stays with whom it is about."""
    move(ask_to_move(alice, "mallory@example.org"))
    asked = f"{preferences_url(alice)}data/"

    page = client.post(asked).content.decode()

    assert "sept jours" in page
    assert "alice@example.org" not in page
    links = OutgoingMail.objects.filter(kind="my_data_link")
    assert links.get().to == "alice@example.org"
    with time_machine.travel(timezone.now() + timedelta(days=7, hours=1)):
        client.post(asked)
    assert links.latest("pk").to == "mallory@example.org"


def test_two_changes_in_a_row_do_not_carry_the_data_along(client, alice):
    move(ask_to_move(alice, "mallory@example.org"))
    move(ask_to_move(alice, "mallory@example.net"))

    client.post(f"{preferences_url(alice)}data/")

    assert OutgoingMail.objects.get(kind="my_data_link").to == "alice@example.org"


def test_looking_changes_and_tells_nothing(client, url):
    answer = client.get(url)

    assert answer.status_code == 200
    assert Subscriber.objects.count() == 1
    assert not client.cookies


def test_all_that_is_kept_is_downloaded(client, url):
    answer = client.post(url, {"download": "1"})

    assert "attachment" in answer["Content-Disposition"]
    assert json.loads(answer.content)["address"] == "alice@example.org"
    assert DataRequest.objects.get().kind == "access"


def test_erasing_asks_for_a_tick(client, url):
    client.post(url, {"erase": "1"})
    assert Subscriber.objects.exists()

    answer = client.post(url, {"erase": "1", "sure": "1"})
    assert answer.status_code == 200
    assert not Subscriber.objects.exists()
    assert Suppression.objects.get().address == ""


def test_old_links_of_an_erased_person_are_dead(client, alice, url):
    forever = preferences_url(alice)
    client.post(url, {"erase": "1", "sure": "1"})

    assert client.get(url).status_code == client.get(forever).status_code == 404
    assert client.post(f"{forever}data/").status_code == 404


def test_a_link_is_good_for_a_day(client, url):
    with time_machine.travel(timezone.now() + timedelta(hours=27)):
        assert client.get(url).status_code == 404


def test_the_link_to_the_choices_does_not_open_the_data(client, alice):
    token = preferences_url(alice).rstrip("/").rpartition("/")[2]

    assert client.get(f"/my-data/{token}/").status_code == 404
