"""A limit that is set while mails leave counts those of its period."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Bucket, Campaign, Delivery, RecipientPace, SendingPace, WarmUp
from campaigns.sending.pace import buckets
from campaigns.sending.pace.past import count_what_left
from campaigns.sending.pace.plan import read_plan
from tests.factories.campaigns import CampaignFactory, DeliveryFactory

NOW = timezone.now()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def campaign():
    campaign = CampaignFactory(
        state=Campaign.State.SENDING, frozen_at=NOW, newsletter__sender_email="a@example.org"
    )
    for ago, number in ((timedelta(minutes=5), 3), (2 * HOUR, 2), (2 * DAY, 7)):
        for _one in range(number):
            DeliveryFactory(
                campaign=campaign,
                state=Delivery.State.ACCEPTED,
                settled_at=NOW - ago,
                attempts=1,
            )
    return campaign


def free(campaign) -> dict[str, int]:
    plan = read_plan(campaign, NOW)
    found = buckets.look(plan.shared.values(), NOW)
    return {code: found[limit].free for code, limit in plan.shared.items()}


def test_the_hosts_limits_know_what_left_within_their_period(campaign):
    pace = SendingPace.objects.create(per_hour=10, per_day=10)

    count_what_left(pace, NOW)

    assert free(campaign) == {"host_hour": 7, "host_day": 5}


def test_more_than_the_limit_is_simply_none_left(campaign):
    pace = SendingPace.objects.create(per_hour=2)

    count_what_left(pace, NOW)

    assert free(campaign) == {"host_hour": 0}


def test_the_warm_up_of_a_sender_knows_its_own(campaign):
    pace = SendingPace.objects.create()
    WarmUp.objects.create(
        pace=pace,
        domain="example.org",
        starts_on=timezone.localdate(NOW),
        first_day=50,
        growth=2,
        days=5,
    )

    count_what_left(pace, NOW)

    assert free(campaign) == {"warm_up": 45}


def test_a_recipient_domain_knows_its_own(campaign):
    one = Delivery.objects.filter(settled_at__gt=NOW - HOUR).first()
    Delivery.objects.filter(pk=one.pk).update(address="zoe@boite.example")
    pace = SendingPace.objects.create()
    RecipientPace.objects.create(pace=pace, domains="boite.example", per_hour=10)

    count_what_left(pace, NOW)

    (limit,) = read_plan(campaign, NOW).recipients["boite.example"]
    assert buckets.look([limit], NOW)[limit].free == 9


def test_what_is_counted_already_is_not_counted_twice(campaign):
    pace = SendingPace.objects.create(per_hour=10)
    count_what_left(pace, NOW)
    kept = Bucket.objects.get().taken

    count_what_left(pace, NOW)

    assert Bucket.objects.get().taken == kept
