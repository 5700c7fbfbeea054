import pytest
from django.test import Client
from wagtail.models import Page
from wagtail.users.models import UserProfile

from campaigns import approval
from campaigns.models import Campaign
from crm.models import User
from crm.roles import Role, give_role
from tests.factories.campaigns import CampaignFactory, NewsletterPageFactory, SubscriptionFactory
from tests.factories.crm import UserFactory


@pytest.fixture
def sign_in():
    """A browser of somebody with this role, in English."""

    def signed_in(name: str, role: str = "communication") -> Client:
        user, _new = User.objects.get_or_create(email=f"{name}@example.org", first_name=name)
        give_role(user, role)
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = "en"
        profile.save()
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.user = user
        return client

    return signed_in


@pytest.fixture
def alice(sign_in):
    return sign_in("alice")


@pytest.fixture
def bob(sign_in):
    return sign_in("bob")


@pytest.fixture
def campaign(alice) -> Campaign:
    """A draft of alice's that one person would get."""
    parent = NewsletterPageFactory(parent=Page.objects.get(depth=1))
    made = CampaignFactory(issue__parent=parent, owner=alice.user)
    made.issue.save_revision(user=alice.user)
    SubscriptionFactory(newsletter=made.newsletter)
    return made


@pytest.fixture
def approved(campaign, alice, bob) -> Campaign:
    approval.submit(campaign, alice.user)
    approval.approve(campaign, bob.user)
    return campaign


@pytest.fixture
def officer(client):
    """Of communication, signed in with the test's own client."""
    user = UserFactory()
    give_role(user, Role.COMMUNICATION)
    client.force_login(user)
    return user


@pytest.fixture
def subscription():
    return SubscriptionFactory(subscriber__email="alice@example.org", newsletter__name="Info")
