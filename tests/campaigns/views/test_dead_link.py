import random
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.letters import confirm_url, preferences_url, unsubscribe_url
from campaigns.models import Subscription
from crm.models import Consent
from tests.factories.campaigns import SubscriptionFactory


@pytest.fixture
def subscription():
    return SubscriptionFactory(subscriber__language="en")


@pytest.mark.parametrize("place", ["confirm", "preferences", "unsubscribe"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_random_tokens_all_get_the_same_answer(client, subscription, place, method):
    dice = random.Random(place)
    tokens = ["a", "-", "A" * 300, *(dice.randbytes(18).hex() for _ in range(20))]

    answers = [getattr(client, method)(f"/{place}/{token}/") for token in tokens]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert Subscription.objects.get().state == Subscription.State.CONFIRMED


def test_forged_expired_and_erased_look_the_same(client, subscription):
    """Row B1 of the trust figures: nothing tells one dead link from another."""
    subscriber, newsletter = subscription.subscriber, subscription.newsletter
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        old_link = confirm_url(subscriber, newsletter)
    links = [preferences_url(subscriber), unsubscribe_url(subscriber, newsletter)]
    answers = [client.get(old_link), client.get(links[0][:-2] + "A/")]
    subscriber.delete()

    answers += [client.post(link) for link in links]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert not Consent.objects.exists()


def test_a_dead_link_offers_a_fresh_one(client):
    page = client.get("/preferences/dead/").content.decode()

    assert 'action="/preferences/"' in page
    assert 'name="email"' in page
