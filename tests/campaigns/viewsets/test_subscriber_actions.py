import pytest
from django.urls import reverse

from campaigns.models import Subscription
from crm.models import Consent, Suppression
from crm.roles import Role, give_role
from crm.suppression import suppress
from tests.factories.crm import UserFactory


def test_the_team_takes_somebody_off_a_letter(client, officer, subscription):
    args = [subscription.subscriber_id, subscription.newsletter_id]

    client.post(reverse("subscriber:leave", args=args))

    subscription.refresh_from_db()
    row = Consent.objects.get()
    assert subscription.state == Subscription.State.UNSUBSCRIBED
    assert (row.source, row.proof) == (Consent.Source.STAFF, str(officer))


@pytest.mark.usefixtures("officer")
def test_an_address_is_excluded_and_lifted(client, subscription):
    args = [subscription.subscriber_id]

    client.post(reverse("subscriber:exclude", args=args), {"detail": "wrote to us"})
    assert Suppression.objects.get().detail == "wrote to us"

    client.post(reverse("subscriber:lift", args=args))
    assert not Suppression.objects.exists()


@pytest.mark.usefixtures("officer")
def test_looking_at_an_action_does_nothing(client, subscription):
    url = reverse("subscriber:exclude", args=[subscription.subscriber_id])

    assert client.get(url).status_code == 405
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("action", ["exclude", "lift", "leave"])
def test_who_may_only_read_changes_nothing(client, subscription, action):
    user = UserFactory()
    give_role(user, Role.READING)
    client.force_login(user)
    suppress("alice@example.org", Suppression.Reason.HARD_BOUNCE)
    args = [subscription.subscriber_id]

    client.post(reverse(f"subscriber:{action}", args=args + [1] * (action == "leave")))

    subscription.refresh_from_db()
    assert subscription.state == Subscription.State.CONFIRMED
    assert Suppression.objects.get().reason == Suppression.Reason.HARD_BOUNCE
