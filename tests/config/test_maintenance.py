"""The site closed for a while, and what stays open."""

from pathlib import Path

import pytest
from django.urls import reverse

from campaigns.letters import unsubscribe_url
from campaigns.models import Subscription
from tests.factories.campaigns import DeliveryFactory, SubscriptionFactory

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def closed(settings, tmp_path):
    settings.MAINTENANCE_FILE = str(tmp_path / "maintenance")
    Path(settings.MAINTENANCE_FILE).touch()
    return Path(settings.MAINTENANCE_FILE)


@pytest.mark.parametrize("address", ["/", "/fr/", "/feeds/lettre-info/", "/sitemap.xml"])
def test_visitors_are_asked_to_come_back(client, closed, address):
    answer = client.get(address)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "600"
    assert "rouvre dans quelques minutes" in answer.content.decode()


def test_it_opens_again_without_a_restart(client, closed):
    closed.unlink()

    assert client.get("/robots.txt").status_code == 200


@pytest.mark.parametrize("address", ["/health/live", "/account/login/"])
def test_what_operators_need_stays_open(client, closed, address):
    assert client.get(address).status_code == 200


def test_the_page_asks_the_database_nothing(client, closed, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/fr/")


def test_one_click_works_closed_and_over_http(client, closed, settings):
    settings.SECURE_SSL_REDIRECT = True
    delivery = DeliveryFactory()
    newsletter = delivery.campaign.newsletter
    subscription = SubscriptionFactory(subscriber=delivery.subscriber, newsletter=newsletter)
    address = unsubscribe_url(delivery.subscriber, newsletter, delivery.pk)

    answer = client.post(address, ONE_CLICK, headers={"Accept-Language": "en"})

    assert answer.status_code == 200
    subscription.refresh_from_db()
    assert subscription.state == Subscription.State.UNSUBSCRIBED


@pytest.mark.parametrize("name", ["confirm", "preferences", "move", "my_data", "unsubscribe"])
def test_every_mailed_link_is_answered(client, closed, name):
    assert client.get(reverse(name, args=["a-token"])).status_code != 503
