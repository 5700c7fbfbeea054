import pytest
from django.urls import reverse

from campaigns.models import Campaign, Delivery
from campaigns.sending.settling import refused_for_us
from tests.factories.campaigns import DeliveryFactory


@pytest.fixture
def rows(campaign):
    Campaign.objects.update(state=Campaign.State.PAUSED)
    DeliveryFactory(campaign=campaign, state=Delivery.State.FAILED, reason="refused")
    return DeliveryFactory.create_batch(
        3,
        campaign=campaign,
        state=Delivery.State.FAILED,
        reason=Delivery.Reason.POLICY,
        reply="550 5.7.1 <blocked>",
    )


@pytest.fixture
def address(campaign):
    return reverse("campaign:refused", args=[campaign.pk])


@pytest.mark.usefixtures("rows")
def test_the_screen_of_the_campaign_leads_there(campaign, alice, address):
    page = alice.get(reverse("campaign:progress", args=[campaign.pk])).content.decode()

    assert "3 mails were refused because of us" in page
    assert address in page


@pytest.mark.usefixtures("rows")
def test_it_says_what_the_server_said_and_how_often(alice, address):
    page = alice.get(address).content.decode()

    assert "550 5.7.1 &lt;blocked&gt;" in page
    assert "Send these 3 mails again" in page
    assert "nothing leaves before you resume it" in page


@pytest.mark.usefixtures("rows")
def test_they_leave_again_and_the_history_names_it(
    campaign, alice, address, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as woken:
        done = alice.post(address, follow=True).content.decode()

    assert woken
    assert "3 mails leave again." in done
    assert not refused_for_us(campaign).exists()
    assert campaign.deliveries.filter(state=Delivery.State.FAILED).count() == 1
    history = alice.get(reverse("campaign:history", args=[campaign.pk])).content.decode()
    assert "3 mails that were refused because of us: send again" in history


@pytest.mark.usefixtures("rows")
def test_twice_sends_them_once(campaign, alice, address):
    alice.post(address)
    refused_again = alice.post(address, follow=True).content.decode()

    assert "Nothing was left to send again." in refused_again


@pytest.mark.usefixtures("rows")
def test_reading_sees_them_and_sends_nothing(campaign, sign_in, address):
    reader = sign_in("eve", "reading")

    page = reader.get(address).content.decode()
    reader.post(address)

    assert "550 5.7.1" in page
    assert "Send these" not in page
    assert refused_for_us(campaign).count() == 3


@pytest.mark.usefixtures("rows")
def test_nothing_of_a_cancelled_campaign_leaves_again(campaign, alice, address):
    Campaign.objects.update(state=Campaign.State.CANCELLED)

    assert "Send these" not in alice.get(address).content.decode()
    refusal = alice.post(address, follow=True).content.decode()

    assert "nothing of it leaves any more" in refusal
    assert refused_for_us(campaign).count() == 3


def test_without_any_it_says_so(alice, address):
    assert "No mail was refused because of us" in alice.get(address).content.decode()
