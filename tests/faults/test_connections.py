"""A4 to A8: what mail servers do to us, at every step of the dialogue."""

import zlib
from collections import Counter

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.sending.control import resume
from crm.models import Suppression
from tests.faults.accounts import assert_accounted, in_state
from tests.faults.figures import GROUP, PEOPLE, SHARE
from tests.faults.workers import send_all
from tests.smtp_server import DROP, TAKE_AND_DROP

State = Delivery.State


def chosen(address: str, share: int) -> bool:
    """One address in `share`, always the same ones."""
    return zlib.crc32(address.encode()) % share == 0


def send_until_over(campaign, tries: int = 8) -> None:
    """As if the waiting times had passed."""
    for _try in range(tries):
        campaign.deliveries.filter(state=State.DEFERRED).update(not_before=timezone.now())
        send_all(campaign)
    campaign.refresh_from_db()


def once(server, step: str, share: int, reply: str):
    """The step fails the first time it concerns one of the chosen."""
    met: Counter[str] = Counter()

    def script(talk):
        met[talk.recipient] += 1
        return reply if chosen(talk.recipient, share) and met[talk.recipient] == 1 else None

    server.script[step] = script


@pytest.mark.row(
    "A4", "dropped after the final dot, one in a hundred", "0 twice, exactly those in doubt"
)
def test_a4_what_was_cut_after_the_dot_is_in_doubt_and_nothing_else(started, server):
    cut = []

    def script(talk):
        if chosen(talk.recipient, SHARE):
            cut.append(talk.recipient)
            return TAKE_AND_DROP
        return None

    server.script["accept"] = script

    send_all(started)

    states = assert_accounted(started, server, candidates=PEOPLE)
    assert len(cut) >= 2
    assert in_state(started, State.UNKNOWN) == set(cut)
    assert states["accepted"] == PEOPLE - len(cut)


@pytest.mark.row("A5", "dropped before the dot", "all tried again, 0 in doubt")
@pytest.mark.parametrize("step", ["ehlo", "mail", "rcpt", "data"])
def test_a5_what_was_cut_before_the_dot_is_tried_again(started, server, step):
    once(server, step, 20 if step != "ehlo" else 1, DROP)

    send_until_over(started)

    assert server.struck[step] >= 1
    assert assert_accounted(started, server, candidates=PEOPLE)["accepted"] == PEOPLE


@pytest.mark.row("A5", "dropped before the dot", "all tried again, 0 in doubt")
def test_a5_in_the_middle_of_a_body(started, server):
    """Larger than what the sockets hold, so that the dot cannot have left."""
    started.deliveries.exclude(
        pk__in=list(started.deliveries.values_list("pk", flat=True)[:3])
    ).delete()
    started.contents.update(html="<p>mot</p>\n" * 1_000_000)
    server.script["body"] = lambda talk: DROP if server.struck["body"] == 0 else None

    send_until_over(started, tries=2)

    assert server.struck["body"] == 1
    assert assert_accounted(started, server, candidates=3)["accepted"] == 3


@pytest.mark.row("A6", "450 or 421 for one in three", "back-off, all delivered, 0 suppressed")
@pytest.mark.parametrize("reply", ["450 4.2.1 later", "421 4.7.0 too fast"])
def test_a6_what_is_told_to_come_back_comes_back(started, server, reply):
    once(server, "rcpt", 3, reply)

    send_all(started)
    deferred = Delivery.objects.filter(campaign=started, state=State.DEFERRED)
    assert deferred.count() >= 50
    assert not deferred.filter(not_before__lt=timezone.now()).exists()

    send_until_over(started)
    assert assert_accounted(started, server, candidates=PEOPLE)["accepted"] == PEOPLE
    assert Suppression.objects.count() == 0


@pytest.mark.row("A7", "550 5.1.1 for one in a hundred", "failed and suppressed, the rest is sent")
def test_a7_addresses_that_do_not_exist_are_suppressed_and_the_rest_is_sent(started, server):
    server.script["rcpt"] = lambda talk: (
        "550 5.1.1 no such user" if chosen(talk.recipient, SHARE) else None
    )

    send_all(started)

    states = assert_accounted(started, server, candidates=PEOPLE)
    assert states["failed"] == server.struck["rcpt"] >= 2
    assert set(Suppression.objects.values_list("address", flat=True)) == in_state(
        started, State.FAILED
    )


@pytest.mark.row("A8", "550 5.7.1 in a row", "paused, 0 suppressed, the reason said")
def test_a8_twenty_refusals_by_policy_pause_and_suppress_nobody(started, server):
    server.script["rcpt"] = lambda talk: "550 5.7.1 blocked" if len(server.mails) >= 50 else None

    send_all(started)

    started.refresh_from_db()
    assert started.state == Campaign.State.PAUSED
    assert "550 5.7.1 blocked" in started.paused_because
    assert Suppression.objects.count() == 0
    assert 10 <= len(in_state(started, State.FAILED)) <= 10 + GROUP

    server.script.clear()
    resume(started)
    send_all(started)
    assert assert_accounted(started, server, candidates=PEOPLE)["accepted"] >= PEOPLE - 10 - GROUP
