"""What one says to a campaign that is being sent counts within two seconds, whoever sends it."""

import time
from collections.abc import Callable

import pytest

from campaigns.models import Campaign
from campaigns.sending import control
from campaigns.sending.pace.changes import change_pace
from tests.faults.figures import PEOPLE
from tests.faults.workers import start_worker, wait_for

SECONDS = 2.0


def slow_down(campaign: Campaign) -> None:
    change_pace(campaign, per_hour=1, window_from=None, window_until=None)


@pytest.fixture
def sending(started, server):
    """A worker of its own process hands it over, slowly enough to be stopped."""
    server.delay = 0.05
    worker = start_worker(started)
    wait_for(lambda: len(server.mails) >= 8)
    yield started
    worker.kill()


@pytest.mark.parametrize("order", [control.pause, control.cancel, slow_down])
def test_an_order_counts_within_two_seconds(sending, server, order: Callable):
    order(sending)
    time.sleep(SECONDS)
    then = len(server.mails)
    time.sleep(SECONDS)

    assert len(server.mails) == then < PEOPLE
    assert server.twice == []


def test_a_resumed_campaign_leaves_again(sending, server):
    control.pause(sending)
    time.sleep(SECONDS)
    then = len(server.mails)

    control.resume(sending)
    again = start_worker(sending)
    wait_for(lambda: len(server.mails) > then)

    again.kill()
    assert server.twice == []
