import pytest
from django.urls import reverse

from campaigns.models import Campaign, Machine, SendingHold
from campaigns.sending.epoch import SendingHeld, advance, held
from crm.models import User
from tests.factories.sending import ApprovedCampaignFactory

SENTENCE = "Tous les envois sont retenus"


@pytest.fixture
def restored(settings, tmp_path):
    settings.JOURNAL_DIR = str(tmp_path)
    advance()
    advance()
    Machine.objects.update(count=1)
    with pytest.raises(SendingHeld):
        advance()


@pytest.fixture
def administrator(client):
    user = User.objects.create_superuser("admin@example.org", "secret")
    client.force_login(user)
    return user


def test_the_screen_of_a_campaign_says_that_nothing_leaves(client, administrator, restored):
    campaign = ApprovedCampaignFactory()

    page = client.get(reverse("campaign:inspect", args=[campaign.pk])).content.decode()

    assert SENTENCE in page
    assert reverse("sending_hold") in page


def test_without_a_hold_nothing_is_said(client, administrator):
    campaign = ApprovedCampaignFactory()

    page = client.get(reverse("campaign:inspect", args=[campaign.pk])).content.decode()

    assert SENTENCE not in page
    assert client.get(reverse("sending_hold")).status_code == 200


def test_who_prepares_letters_may_not_confirm(client, restored):
    from crm.roles import Role, give_role

    user = User.objects.create_user("com@example.org", "secret")
    give_role(user, Role.COMMUNICATION)
    client.force_login(user)

    response = client.post(reverse("sending_hold"))

    assert response.status_code == 302
    assert held() is not None


def test_a_machine_that_has_not_read_its_journal_is_named(client, administrator, restored):
    Machine.objects.update(name="web-2")

    page = client.get(reverse("sending_hold")).content.decode()
    client.post(reverse("sending_hold"))

    assert "web-2" in page
    assert held() is not None


def test_the_button_lets_sending_go_on(client, administrator, restored):
    from campaigns.sending.restoring import replay

    replay()

    client.post(reverse("sending_hold"))

    assert held() is None
    assert SendingHold.objects.get().confirmed_by == administrator
    assert not Campaign.objects.filter(state="sending").exists()
