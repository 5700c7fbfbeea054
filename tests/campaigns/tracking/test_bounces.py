from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import BounceClass, Delivery, Event, SeenNotice
from campaigns.tracking.bounces import has_bounced_too_often, record_bounce, soft_score
from campaigns.tracking.notices import note
from crm.models import Suppression
from crm.suppression import is_suppressed, suppression_of
from tests.factories.campaigns import DeliveryFactory
from tests.factories.crm import SubscriberFactory

ADDRESS = "claire@example.com"
NOW = timezone.now()


def soft_bounce(days_ago, delivery=None):
    note(
        f"{days_ago}", SeenNotice.Kind.BOUNCE, at=NOW - timedelta(days=days_ago),
        delivery=delivery, address=ADDRESS, bounce_class=BounceClass.SOFT,
    )  # fmt: skip


def arrived(days_ago):
    subscriber = SubscriberFactory(email=f"s{days_ago}@example.com")
    return DeliveryFactory(
        subscriber=subscriber, address=ADDRESS, settled_at=NOW - timedelta(days=days_ago)
    )


@pytest.mark.parametrize(
    ("bounce_class", "excluded"),
    [("hard", True), ("soft", False), ("policy", False), ("none", False)],
)
def test_only_hard_excludes_at_once(bounce_class, excluded):
    delivery = DeliveryFactory()

    record_bounce(delivery.address, bounce_class, at=NOW, delivery=delivery, reply="550 no")

    assert is_suppressed(delivery.address) is excluded
    assert Event.objects.get().kind == Event.Kind.BOUNCE


def test_the_servers_words_are_kept_as_the_reason():
    record_bounce(ADDRESS, BounceClass.HARD, at=NOW, reply="550 5.1.1 unknown")

    assert suppression_of(ADDRESS).detail == "550 5.1.1 unknown"


def test_soft_bounces_of_the_window_add_up():
    for days_ago in (1, 8, 15, 22, 89):
        soft_bounce(days_ago)

    assert soft_score(ADDRESS, NOW) == 5
    assert has_bounced_too_often(ADDRESS, NOW)


def test_older_ones_are_forgotten():
    for days_ago in (1, 8, 15, 22, 91):
        soft_bounce(days_ago)

    assert not has_bounced_too_often(ADDRESS, NOW)


def test_a_mail_that_got_through_takes_one_off():
    for days_ago in (60, 50, 40):
        soft_bounce(days_ago)
    for days_ago in (30, 20):
        arrived(days_ago)

    assert soft_score(ADDRESS, NOW) == 1


def test_yesterdays_mail_may_still_come_back():
    soft_bounce(10)
    arrived(1)

    assert soft_score(ADDRESS, NOW) == 1


def test_a_mail_that_bounced_did_not_get_through():
    soft_bounce(10, delivery=arrived(10.5))

    assert soft_score(ADDRESS, NOW) == 1


def test_credit_is_not_saved_up():
    for days_ago in (80, 70, 60):
        arrived(days_ago)
    soft_bounce(10)

    assert soft_score(ADDRESS, NOW) == 1


def test_the_setting_says_how_often_is_too_often(settings):
    settings.SOFT_BOUNCES_BEFORE_EXCLUSION = 1
    soft_bounce(0.1)

    record_bounce(ADDRESS, BounceClass.SOFT, at=NOW)

    assert suppression_of(ADDRESS).reason == Suppression.Reason.SOFT_BOUNCES


def test_an_erased_address_leaves_only_the_event():
    delivery = DeliveryFactory()
    Delivery.objects.update(address="")

    record_bounce("", BounceClass.HARD, at=NOW, delivery=delivery)

    assert not Suppression.objects.exists()
