from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.letters import move_back_url, move_url, my_data_url, preferences_url
from campaigns.models import AddressChange
from campaigns.moving import ask_to_move, move
from crm.models import OutgoingMail
from tests.factories.campaigns import SubscriptionFactory

NEW = "alice@neuf.example"


@pytest.fixture
def alice():
    return SubscriptionFactory(subscriber__email="alice@example.org").subscriber


@pytest.fixture
def change(alice):
    return ask_to_move(alice, NEW)


def email_of(alice):
    alice.refresh_from_db()
    return alice.email


def test_the_page_says_the_same_whoever_reads_the_new_address(client, alice):
    SubscriptionFactory(subscriber__email="bruno@example.org")
    url = f"{preferences_url(alice)}address/"

    answers = [client.post(url, {"new_email": email}) for email in (NEW, "bruno@example.org")]

    assert answers[0].content == answers[1].content
    assert "Un message est en route" in answers[0].content.decode()
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("typed", ["", "alice", "Alice@example.org", "a@b.fr\nBcc: c@d.fr"])
def test_an_address_that_will_not_do_gets_a_sentence(client, alice, typed):
    answer = client.post(f"{preferences_url(alice)}address/", {"new_email": typed})

    assert answer.context["address_form"].errors
    assert not OutgoingMail.objects.exists()


def test_looking_changes_nothing(client, alice, change):
    for _time in range(3):
        assert client.get(move_url(change)).status_code == 200
        assert client.head(move_url(change)).status_code == 200

    assert email_of(alice) == "alice@example.org"


def test_pressing_changes_it_once_and_says_so_again(client, alice, change):
    for _time in range(2):
        answer = client.post(move_url(change))
        assert f"arrivent désormais à {NEW}" in answer.content.decode()

    assert email_of(alice) == NEW
    assert OutgoingMail.objects.count() == 2


def test_the_former_address_takes_it_back(client, alice, change):
    move(change)
    url = move_back_url(change)

    assert client.get(url).status_code == 200
    assert email_of(alice) == NEW
    assert client.post(url).status_code == 200
    assert email_of(alice) == "alice@example.org"
    assert client.post(url).status_code == 404


def test_links_are_good_for_a_week(client, alice, change):
    urls = [move_url(change), move_back_url(change)]

    with time_machine.travel(timezone.now() + timedelta(days=7, hours=2)):
        assert {client.post(url).status_code for url in urls} == {404}
    assert email_of(alice) == "alice@example.org"


def test_another_link_does_not_open_it(client, alice, change):
    token = my_data_url(alice).rstrip("/").rpartition("/")[2]

    assert client.post(f"/address/{token}/").status_code == 404
    assert client.post(f"/preferences/{token}/address/", {"new_email": NEW}).status_code == 404
    assert AddressChange.objects.count() == 1
