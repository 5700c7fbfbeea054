from datetime import time, timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.sending.pace.changes import change_pace, wake_all

LATER = timedelta(hours=5)


@pytest.fixture
def waiting(started):
    """Held back as a whole, one of its mails by its domain, one put off by its server."""
    first, second, third = started.deliveries.order_by("pk")
    until = timezone.now() + LATER
    Campaign.objects.update(waits_for="quiet", waits_until=until)
    Delivery.objects.filter(pk=first.pk).update(
        reason="paced", not_before=until, lease_until=timezone.now()
    )
    Delivery.objects.filter(pk=second.pk).update(state="deferred", not_before=until)
    return started


def due(campaign):
    return campaign.deliveries.filter(not_before__lte=timezone.now()).count()


def test_another_pace_wakes_what_waited_for_the_old_one(waiting):
    assert change_pace(waiting, per_hour=100, window_from=time(8), window_until=time(20))

    assert (waiting.per_hour, waiting.window_from) == (100, time(8))
    assert waiting.waits_until is None
    assert due(waiting) == 2


def test_what_a_server_put_off_is_left_alone(waiting):
    wake_all()

    assert waiting.deliveries.get(state="deferred").not_before > timezone.now()


def test_other_limits_wake_all_that_are_being_sent(waiting):
    assert wake_all() == [waiting.pk]

    assert due(waiting) == 2


def test_a_paused_campaign_is_woken_and_stays_paused(waiting):
    Campaign.objects.update(state="paused")

    assert wake_all() == []
    assert due(waiting) == 2


def test_a_campaign_that_is_over_keeps_its_pace(started):
    Campaign.objects.update(state="sent")

    assert not change_pace(started, per_hour=1, window_from=None, window_until=None)
    assert started.per_hour is None
