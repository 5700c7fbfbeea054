from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.templatetags.pace import leaves_at, leaves_soon, seconds_left
from tests.factories.campaigns import CampaignFactory

State = Campaign.State


def scheduled(seconds):
    return CampaignFactory(
        state=State.SCHEDULED, scheduled_for=timezone.now() + timedelta(seconds=seconds)
    )


@pytest.fixture(autouse=True)
def _five_minutes(settings):
    settings.CALL_BACK_SECONDS = 300


def test_only_what_leaves_within_minutes_leaves_soon():
    assert leaves_soon(scheduled(200))
    assert leaves_soon(scheduled(-5))
    assert not leaves_soon(scheduled(4000))
    assert not leaves_soon(CampaignFactory(state=State.APPROVED))


def test_the_seconds_that_are_left_are_counted_and_never_negative():
    assert 195 <= seconds_left(scheduled(200)) <= 200
    assert seconds_left(scheduled(-5)) == 0
    assert seconds_left(CampaignFactory()) == 0
    assert leaves_at(CampaignFactory()) == ""


def test_nobody_is_promised_more_time_than_there_is():
    campaign = scheduled(200)
    leaving = timezone.localtime(campaign.scheduled_for)

    shown = render_to_string("campaigns/admin/leaving_soon.html", {"campaign": campaign})

    assert leaves_at(campaign) == f"{leaving:%H:%M:%S}"
    assert f"part à {leaving:%H:%M:%S}" in shown


def test_why_a_campaign_waits_stands_on_its_screen():
    campaign = CampaignFactory(
        state=State.SENDING, waits_for="quiet", waits_until=timezone.now() + timedelta(hours=1)
    )

    shown = render_to_string(
        "campaigns/admin/progress.html",
        {"campaign": campaign, "is_moving": True, "may_steer": True},
    )

    assert "Heures calmes" in shown
