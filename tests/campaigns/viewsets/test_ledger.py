import pytest
from django.urls import reverse

from campaigns.models import Delivery
from crm.models import Suppression
from crm.suppression import suppress
from tests.factories.campaigns import DeliveryFactory

State = Delivery.State


def ledger(client, campaign, address) -> str:
    url = reverse("campaign:ledger", args=[campaign.pk])
    return client.post(url, {"address": address}).content.decode()


def everywhere(client, address) -> str:
    return client.post(reverse("whole_ledger"), {"address": address}).content.decode()


@pytest.fixture
def refused(campaign):
    return DeliveryFactory(
        campaign=campaign, state=State.FAILED, reason="refused", reply="550 5.7.1 not today"
    )


def test_it_says_what_her_server_said_whatever_the_spelling(campaign, refused, alice):
    assert "550 5.7.1 not today" in ledger(alice, campaign, f" {refused.address.upper()} ")


def test_it_says_when_somebody_was_not_addressed(campaign, alice):
    other = DeliveryFactory()

    assert "was not among those" in ledger(alice, campaign, other.address)


def test_it_says_that_an_address_is_excluded_today(campaign, refused, alice):
    suppress(refused.address, Suppression.Reason.COMPLAINT)

    assert "reported as spam" in ledger(alice, campaign, refused.address)


def test_all_letters_of_an_address_are_found_at_once(refused, alice):
    later = DeliveryFactory(subscriber=refused.subscriber)

    page = everywhere(alice, refused.address)

    assert page.index(later.campaign.name) < page.index(refused.campaign.name)
    assert "550 5.7.1 not today" in page


def test_erased_rows_are_nobodys(alice):
    DeliveryFactory(address="")

    assert "No letter was ever addressed" in everywhere(alice, "@")
    assert "No letter was ever addressed" not in everywhere(alice, " ")


def test_no_address_stands_in_an_address(refused, alice):
    page = alice.get(reverse("whole_ledger"), {"address": refused.address}).content.decode()

    assert "550 5.7.1" not in page


def test_the_page_costs_the_same_with_one_letter_and_with_five(
    refused, alice, django_assert_max_num_queries
):
    DeliveryFactory.create_batch(4, subscriber=refused.subscriber)

    with django_assert_max_num_queries(40):
        assert everywhere(alice, refused.address).count("campaign-account--") == 5


def test_without_the_permission_nothing_is_found(refused, sign_in):
    outsider = sign_in("eve", "reading")
    outsider.user.groups.clear()

    assert "550" not in everywhere(outsider, refused.address)
