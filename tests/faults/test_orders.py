"""What one says to a campaign that is being sent counts within two seconds, whoever sends it."""

import time
from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.utils.timezone import localtime

from campaigns.models import Campaign
from campaigns.sending import control
from campaigns.sending.pace.changes import change_pace
from tests.faults.figures import IS_FULL, PEOPLE
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


ORDERS = [control.pause, control.cancel, not_at_this_hour]
SERVERS = [is_a_little_slow, needs_a_second_for_each, became_very_slow]
EACH_ONCE = [*zip(ORDERS, SERVERS, strict=True)]


@pytest.fixture
def sending(started, server):
    """Begins: a worker of its own process hands it over to a server that is in no hurry."""
    workers = []

    def begin(is_slow: Callable = is_a_little_slow) -> Campaign:
        sent_before = is_slow(server)
        server.script["mail"] = lambda talk: server.struck.update(["begun"])
        workers.append(start_worker(started))
        wait_for(lambda: len(server.mails) >= sent_before)
        return started

    yield begin
    workers[0].kill()


@pytest.mark.parametrize(
    ("order", "is_slow"), [*product(ORDERS, SERVERS)] if IS_FULL else EACH_ONCE
)
def test_an_order_counts_within_two_seconds(sending, server, order: Callable, is_slow: Callable):
    campaign = sending(is_slow)

    order(campaign)
    time.sleep(SECONDS)
    then = server.struck["begun"]
    time.sleep(SECONDS)

    assert server.struck["begun"] == then < PEOPLE
    assert server.twice == []


def test_a_resumed_campaign_leaves_again(sending, server):
    campaign = sending()
    control.pause(campaign)
    time.sleep(SECONDS)
    then = len(server.mails)

    control.resume(campaign)
    again = start_worker(campaign)
    wait_for(lambda: len(server.mails) > then)

    again.kill()
    assert server.twice == []
