import pytest
from django.core.cache import cache
from django.urls import reverse

from campaigns.models import Campaign, Delivery, Settlement
from campaigns.sending.settling import in_doubt, left
from campaigns.viewsets import campaign_doubts
from tests.factories.campaigns import DeliveryFactory

State = Delivery.State


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def rows(campaign):
    Campaign.objects.update(state=Campaign.State.SENT)
    return DeliveryFactory.create_batch(
        3, campaign=campaign, state=State.UNKNOWN, reason="worker_lost", reply="354 go ahead"
    )


def doubts(client, campaign, **query) -> str:
    return client.get(reverse("campaign:doubts", args=[campaign.pk]), query).content.decode()


def address(campaign, choice) -> str:
    return reverse("campaign:settle", args=[campaign.pk, choice])


def test_each_mail_is_shown_with_what_is_known_of_it(campaign, rows, alice):
    page = doubts(alice, campaign)

    assert all(row.address in page for row in rows)
    assert "the program stopped while handing it over" in page
    assert "354 go ahead" in page
    assert "To decide</a>" not in page
    assert "To decide (3)" in page


@pytest.mark.parametrize(("choice", "state"), [("send_again", "pending"), ("leave", "unknown")])
def test_a_decision_is_asked_for_and_then_taken(
    campaign, rows, alice, choice, state, django_capture_on_commit_callbacks
):
    asked = alice.get(address(campaign, choice)).content.decode()
    assert "3 mails" in asked
    assert in_doubt(campaign).count() == 3

    with django_capture_on_commit_callbacks() as woken:
        done = alice.post(address(campaign, choice), follow=True).content.decode()

    assert set(campaign.deliveries.values_list("state", flat=True)) == {state}
    assert len(woken) >= (choice == "send_again")
    assert "3 mail" in done
    assert "alice" in done.partition("Decisions taken")[2]


def test_one_mail_is_settled_alone(campaign, rows, alice):
    asked = alice.get(address(campaign, "leave"), {"delivery": rows[0].pk}).content.decode()
    assert rows[0].address in asked

    alice.post(address(campaign, "leave"), {"delivery": rows[0].pk})

    assert list(left(campaign)) == [rows[0]]
    assert rows[0].address in doubts(alice, campaign, left=1)
    assert "Send again after all" in doubts(alice, campaign, left=1)


@pytest.mark.parametrize("choice", ["send_again", "leave"])
def test_with_nothing_in_doubt_nothing_is_asked(campaign, alice, choice):
    page = alice.get(address(campaign, choice), follow=True).content.decode()

    assert "Nothing was left to decide." in page
    assert "0 mail" not in page


def test_a_mail_of_another_campaign_is_not_found(campaign, rows, alice):
    other = DeliveryFactory(state=State.UNKNOWN)

    response = alice.post(address(campaign, "send_again"), {"delivery": other.pk})

    assert response.status_code == 404
    assert not Settlement.objects.exists()


@pytest.mark.usefixtures("rows")
def test_an_invented_decision_is_not_found(campaign, alice):
    assert alice.post(address(campaign, "burn")).status_code == 404


@pytest.mark.usefixtures("rows")
def test_what_was_cancelled_can_only_be_left(campaign, alice):
    Campaign.objects.update(state=Campaign.State.CANCELLED)

    assert "Send all of them again" not in doubts(alice, campaign)
    refused = alice.post(address(campaign, "send_again"), follow=True).content.decode()

    assert "nothing of it leaves any more" in refused
    assert not Settlement.objects.exists()


def test_long_lists_are_paged_by_key(campaign, rows, alice, monkeypatch):
    monkeypatch.setattr(campaign_doubts, "SHOWN", 2)

    first = doubts(alice, campaign)
    second = doubts(alice, campaign, after=rows[1].pk)

    assert rows[2].address not in first
    assert f"after={rows[1].pk}" in first
    assert rows[2].address in second
    assert rows[0].address not in second


@pytest.mark.usefixtures("rows")
def test_reading_sees_doubts_and_decides_nothing(campaign, sign_in):
    reader = sign_in("eve", "reading")

    page = doubts(reader, campaign)
    reader.post(address(campaign, "send_again"))

    assert "To decide (3)" in page
    assert "Send again" not in page
    assert in_doubt(campaign).count() == 3


@pytest.mark.usefixtures("rows")
def test_the_history_of_the_campaign_names_the_decision(campaign, alice):
    alice.post(address(campaign, "leave"))

    history = alice.get(reverse("campaign:history", args=[campaign.pk])).content.decode()

    assert "3 mails in doubt: leave it" in history
