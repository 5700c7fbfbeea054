"""A1, A3, A11, A12, A13: what happens to the processes and the people while a campaign leaves."""

import os
import signal
import time

import pytest
from django.db.models.signals import post_save
from django.utils import timezone

from campaigns.models import Campaign, CampaignContent, Delivery, Subscription
from campaigns.sending import control
from campaigns.sending.planning import schedule, start, start_due
from campaigns.sending.recovery import recover
from campaigns.sending.settling import in_doubt
from campaigns.subscriptions import unsubscribe
from crm.models import Consent, Subscriber
from tests.faults.accounts import assert_accounted, in_state
from tests.faults.figures import GROUP, PEOPLE, figure
from tests.faults.workers import Process, is_sent, start_worker, wait_for

KILLS = figure(6, 20)
ALL_KNOWN = "0 twice, 0 lost, at most a fence in doubt per kill"


@pytest.mark.row("A1", f"kill -9 of a sending worker, {KILLS} times, 4 workers", ALL_KNOWN)
def test_a1_killed_workers_send_nothing_twice_and_forget_nobody(started, server, settings):
    server.delay, settings.SEND_LEASE_SECONDS = 0.002, 3
    workers = [start_worker(started) for _n in range(4)]
    for kill in range(KILLS):
        wait_for(lambda kill=kill: has_sent(server, PEOPLE * (kill + 1) // (KILLS + 9)))
        workers.pop(0).kill()
        workers.append(start_worker(started))
    wait_for(lambda: is_sent(started))
    for worker in workers:
        worker.wait()

    states = assert_accounted(started, server, candidates=PEOPLE)
    assert 1 <= states["unknown"] <= KILLS * GROUP
    assert in_doubt(started).count() == states["unknown"]


def has_sent(server, count: int) -> bool:
    recover()
    return len(server.mails) > count


def die(**kwargs) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def start_and_die(campaign) -> None:
    """The audience is in and the first content is written; nothing is committed."""
    post_save.connect(die, sender=CampaignContent)
    start_due()


@pytest.mark.row("A3", "kill -9 while the audience is frozen", "the same set, no row twice")
def test_a3_a_freeze_that_was_killed_leaves_nothing_and_starts_again(campaign, server):
    schedule(campaign, timezone.now())

    ended = Process(lambda: start_and_die(campaign)).wait()

    assert ended == -signal.SIGKILL
    assert Delivery.objects.count() == CampaignContent.objects.count() == 0
    assert start_due() == [campaign.pk]
    start_worker(campaign).wait()
    assert assert_accounted(campaign, server, candidates=PEOPLE)["accepted"] == PEOPLE


@pytest.mark.row("A11", "8 workers at once, Send pressed 56 times", "one run, 0 twice")
def test_a11_eight_workers_and_fifty_presses_make_one_run(campaign, server):
    def press() -> None:
        for _n in range(7):
            start(Campaign.objects.get(pk=campaign.pk))

    presses = [Process(press) for _n in range(8)]
    workers = [start_worker(campaign) for _n in range(8) if start(campaign)]

    assert [process.wait() for process in presses + workers] == [0] * 16
    assert assert_accounted(campaign, server, candidates=PEOPLE)["accepted"] == PEOPLE
    assert campaign.contents.count() == 4


@pytest.mark.row("A12", "unsubscribed during the sending", "no mail begun 1 s later")
def test_a12_who_leaves_during_the_sending_gets_nothing_a_second_later(started, server):
    server.delay = 0.005
    worker = start_worker(started)
    wait_for(lambda: len(server.mails) > 30)
    leavers = sorted(in_state(started, "pending") | in_state(started, "claimed"))[-40:]
    for subscriber in Subscriber.objects.filter(address__in=leavers):
        unsubscribe(subscriber, started.newsletter, source=Consent.Source.ONE_CLICK)
    left_at = time.time()
    wait_for(lambda: time.time() > left_at + 1)
    server.delay = 0
    worker.wait()

    states = assert_accounted(started, server, candidates=PEOPLE)
    late = [mail for mail in server.mails if mail.recipient in leavers and mail.at > left_at + 1]
    assert late == []
    assert states["suppressed"] > 0
    assert Subscription.objects.filter(state="unsubscribed").count() == 40


@pytest.mark.row("A13", "paused and resumed 10 times", "0 twice, 0 lost")
def test_a13_ten_pauses_lose_and_repeat_nothing(started, server):
    server.delay = 0.002
    workers = [start_worker(started) for _n in range(2)]
    paused_while_sending = 0
    for pause in range(10):
        wait_for(lambda pause=pause: len(server.mails) > 20 * (pause + 1))
        paused_while_sending += control.pause(started)
        wait_for(lambda: not in_state(started, "transmitting"), seconds=2)
        quiet = len(server.mails)
        time.sleep(0.1)
        assert len(server.mails) == quiet
        control.resume(started)
    for worker in workers:
        worker.wait()

    assert paused_while_sending == 10
    assert assert_accounted(started, server, candidates=PEOPLE)["accepted"] == PEOPLE


def test_a_cancelled_campaign_stops_within_two_seconds(started, server):
    server.delay = 0.002
    worker = start_worker(started)
    wait_for(lambda: len(server.mails) > 20)

    assert control.cancel(started)
    wait_for(lambda: not in_state(started, "transmitting"), seconds=2)
    worker.wait()
    recover()

    states = assert_accounted(started, server, candidates=PEOPLE)
    assert states["cancelled"] > 0
    assert states["accepted"] == len(server.mails)
