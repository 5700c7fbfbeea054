import pytest
from django.urls import reverse

from campaigns.models import Campaign, Delivery
from campaigns.sending.settling import refused_for_us
from campaigns.viewsets import campaign_doubts
from tests.factories.campaigns import DeliveryFactory


@pytest.fixture
def rows(campaign):
    Campaign.objects.update(state=Campaign.State.PAUSED)
    DeliveryFactory(
        campaign=campaign,
        state=Delivery.State.FAILED,
        reason=Delivery.Reason.MALFORMED,
        reply="a line break in the name",
    )
    return DeliveryFactory.create_batch(
        3,
        campaign=campaign,
        state=Delivery.State.FAILED,
        reason=Delivery.Reason.POLICY,
        reply="550 5.7.1 <blocked>",
    )


@pytest.fixture
def address(campaign):
    return reverse("campaign:failures", args=[campaign.pk])


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


def test_every_mail_that_failed_is_named_with_its_reason(campaign, rows, alice, address):
    Campaign.objects.update(state=Campaign.State.SENT)
    page = alice.get(address).content.decode()

    assert all(row.address in page for row in rows)
    assert "the mail could not be made for this person" in page
    assert "a line break in the name" in page


def test_long_lists_are_paged_by_key(rows, alice, address, monkeypatch):
    monkeypatch.setattr(campaign_doubts, "SHOWN", 2)

    first = alice.get(address).content.decode()
    second = alice.get(address, {"after": rows[0].pk}).content.decode()

    assert rows[2].address not in first
    assert rows[2].address in second


@pytest.mark.usefixtures("rows")
def test_a_failure_that_is_not_ours_leads_there_too(campaign, alice, address):
    refused_for_us(campaign).delete()
    page = alice.get(reverse("campaign:progress", args=[campaign.pk])).content.decode()

    assert "because of us" not in page
    assert address in page


def test_without_any_it_says_so(alice, address):
    assert "No mail failed." in alice.get(address).content.decode()
