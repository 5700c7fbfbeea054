"""What one says to a campaign that is being sent counts within two seconds, whoever sends it."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from campaigns.models import Campaign
from campaigns.sending import control
from campaigns.sending.pace.changes import change_pace
from tests.faults.figures import PEOPLE
from tests.faults.workers import start_worker, wait_for
from tests.smtp_server import SmtpServer

SECONDS = 2.0


def not_at_this_hour(campaign: Campaign) -> None:
    opens = localtime() + timedelta(hours=2)
    closes = opens + timedelta(hours=1)
    change_pace(campaign, per_hour=None, window_from=opens.time(), window_until=closes.time())


def is_a_little_slow(server: SmtpServer) -> int:
    server.delay = 0.05
    return 8


def needs_a_second_for_each(server: SmtpServer) -> int:
    server.script["accept"] = lambda talk: time.sleep(1)
    return 8


def became_very_slow(server: SmtpServer) -> int:
    """After it was so fast that a whole group was in hand."""
    server.script["accept"] = lambda talk: time.sleep(1) if len(server.mails) > 40 else None
    return 46


@pytest.fixture(params=[is_a_little_slow, needs_a_second_for_each, became_very_slow])
def sending(request, started, server):
    """A worker of its own process hands it over to a server that is in no hurry."""
    sent_before = request.param(server)
    server.script["mail"] = lambda talk: server.struck.update(["begun"])
    worker = start_worker(started)
    wait_for(lambda: len(server.mails) >= sent_before)
    yield started
    worker.kill()


@pytest.mark.parametrize("order", [control.pause, control.cancel, not_at_this_hour])
def test_an_order_counts_within_two_seconds(sending, server, order: Callable):
    order(sending)
    time.sleep(SECONDS)
    then = server.struck["begun"]
    time.sleep(SECONDS)

    assert server.struck["begun"] == then < PEOPLE
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
