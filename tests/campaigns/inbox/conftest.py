"""A delivery that left, and the envelope pattern its bounces come back to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Delivery
from tests.factories.campaigns import DeliveryFactory, SubscriptionFactory


@pytest.fixture(autouse=True)
def _return_path(settings):
    settings.RETURN_PATH = "bounces+{delivery}@lettres.example.org"


@pytest.fixture
def delivery():
    subscription = SubscriptionFactory(subscriber__email="claire@example.com")
    return DeliveryFactory(
        subscriber=subscription.subscriber,
        campaign__newsletter=subscription.newsletter,
        claimed_at=timezone.now() - timedelta(minutes=2),
    )


@pytest.fixture
def in_doubt(delivery):
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.UNKNOWN)
    return delivery
