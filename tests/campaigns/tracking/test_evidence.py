from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Delivery, SeenNotice
from campaigns.tracking.evidence import settle_doubts
from campaigns.tracking.notices import note
from tests.factories.campaigns import DeliveryFactory

State, Kind = Delivery.State, SeenNotice.Kind


def told(delivery, kind):
    note(f"{kind}:{delivery.pk}", kind, at=timezone.now(), delivery=delivery)


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([Kind.DELIVERED], State.ACCEPTED),
        ([Kind.BOUNCE], State.ACCEPTED),
        ([Kind.REFUSED], State.FAILED),
        ([Kind.REFUSED, Kind.DELIVERED], State.ACCEPTED),
        ([Kind.DELIVERED, Kind.REFUSED], State.ACCEPTED),
        ([], State.UNKNOWN),
    ],
)
def test_a_doubt_is_settled_by_what_is_told(kinds, state):
    delivery = DeliveryFactory(state=State.UNKNOWN)

    for kind in kinds:
        told(delivery, kind)
        settle_doubts(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == state


def test_news_that_came_before_the_doubt_settles_it_later():
    delivery = DeliveryFactory(state=State.TRANSMITTING)
    told(delivery, Kind.DELIVERED)
    assert settle_doubts() == 0
    Delivery.objects.update(state=State.UNKNOWN)

    assert settle_doubts() == 1


@pytest.mark.parametrize(
    "state", [State.PENDING, State.DEFERRED, State.ACCEPTED, State.FAILED, State.CANCELLED]
)
def test_what_is_not_in_doubt_is_left_alone(state):
    told(DeliveryFactory(state=state), Kind.REFUSED)

    assert settle_doubts() == 0


def test_only_the_deliveries_named_are_looked_at():
    named, other = DeliveryFactory(state=State.UNKNOWN), DeliveryFactory(state=State.UNKNOWN)
    told(named, Kind.DELIVERED)
    told(other, Kind.DELIVERED)

    assert settle_doubts(named.pk) == 1


def test_old_news_is_not_searched_for_ever():
    told(DeliveryFactory(state=State.UNKNOWN), Kind.DELIVERED)
    SeenNotice.objects.update(seen_at=timezone.now() - timedelta(days=2))

    assert settle_doubts() == 0
