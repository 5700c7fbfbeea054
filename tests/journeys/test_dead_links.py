"""Forged links, old ones, and those of somebody erased: one same quiet page, nothing changed,
nothing said in the logs that names anybody.
"""

import logging
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from campaigns.letters import (
    confirm_url,
    move_back_url,
    move_url,
    my_data_url,
    preferences_url,
    unsubscribe_url,
)
from campaigns.moving import ask_to_move, move
from campaigns.tokens import Kind, make
from config.nameless_logs import without_names
from crm.erasure import erase_person
from crm.models import Subscriber
from tests.factories.campaigns import SubscriptionFactory

PLACES = {
    Kind.CONFIRM: ["/confirm/{}/"],
    Kind.PREFERENCES: ["/preferences/{}/", "/preferences/{}/tracking/", "/preferences/{}/go-on/"],
    Kind.MY_DATA: ["/my-data/{}/"],
    Kind.MOVE: ["/address/{}/"],
    Kind.UNSUBSCRIBE: ["/unsubscribe/{}/"],
}
POSTED_ONLY = ["/preferences/{}/data/", "/preferences/{}/address/"]
EVERYWHERE = [*sum(PLACES.values(), []), *POSTED_ONLY]
PRESSED = {
    *("undo", "leave_all", "withdraw", "download", "erase", "sure"),
    *("newsletters", "opens", "new_email"),
}


@pytest.fixture
def alice():
    return SubscriptionFactory(subscriber__email="alice@example.org").subscriber


def counted():
    """Every table of ours, with its rows as they are."""
    models = [m for label in ("crm", "campaigns") for m in apps.get_app_config(label).get_models()]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def answers(client, urls):
    """What each answers to a look, where one may look, and to every button at once."""
    press = dict.fromkeys(PRESSED, "1")
    for url in urls:
        if not url.endswith(("/data/", "/address/")):
            yield client.get(url)
        yield client.post(url, press)


def tokens_in(urls):
    """Those long enough to be one of ours."""
    parts = {part for url in urls for part in urlsplit(url).path.split("/")}
    return {part for part in parts if len(part) >= 16}


def assert_one_quiet_page(client, urls, caplog):
    expected = client.get("/confirm/forged/").content
    before = counted()
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        told = list(answers(client, urls))
    logged = "\n".join(map(without_names, caplog.messages))
    assert {answer.status_code for answer in told} == {404}
    assert {answer.content for answer in told} == {expected}
    assert counted() == before
    assert "alice" not in caplog.text
    assert caplog.messages
    assert [token for token in tokens_in(urls) if token in logged] == []
    assert not client.cookies


@pytest.mark.parametrize("token", ["forged", "A" * 40, "x" * 500, "é", "0", "%00"])
def test_what_was_never_ours(client, alice, caplog, token):
    assert_one_quiet_page(client, [place.format(token) for place in EVERYWHERE], caplog)


def test_a_link_of_another_kind(client, alice, caplog):
    """Each token opens its own pages and no other."""
    number = alice.subscriptions.get().newsletter_id
    urls = [
        place.format(make(other, alice.pk, number, 0))
        for kind, places in PLACES.items()
        for place in places
        for other in Kind
        if other not in (kind, Kind.MOVE_BACK)
    ]

    assert_one_quiet_page(client, urls, caplog)


def test_old_links(client, alice, caplog):
    newsletter = alice.subscriptions.get().newsletter
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        change = ask_to_move(alice, "alice@neuf.example")
        urls = [confirm_url(alice, newsletter), my_data_url(alice), move_url(change)]

    assert_one_quiet_page(client, urls, caplog)


def test_the_links_of_somebody_erased(client, alice, caplog):
    newsletter = alice.subscriptions.get().newsletter
    change = ask_to_move(alice, "alice@neuf.example")
    move(change)
    alice.refresh_from_db()
    mine = preferences_url(alice)
    urls = [
        *(confirm_url(alice, newsletter), my_data_url(alice), unsubscribe_url(alice, newsletter)),
        *(move_url(change), move_back_url(change)),
        *(mine, f"{mine}tracking/", f"{mine}data/", f"{mine}address/"),
    ]
    erase_person(alice.email)

    assert not Subscriber.objects.exists()
    assert_one_quiet_page(client, urls, caplog)
