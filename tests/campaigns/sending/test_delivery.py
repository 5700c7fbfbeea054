import socket
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.rendering.placeholders import slot
from campaigns.sending import headers
from campaigns.sending.claims import claim
from campaigns.sending.control import pause
from campaigns.sending.delivery import send_pending
from campaigns.sending.planning import start
from campaigns.signals import campaign_started
from crm.models import Subscriber, Suppression
from tests.factories.sending import ApprovedCampaignFactory, add_subscribers

State = Delivery.State


def states(campaign):
    return sorted(campaign.deliveries.values_list("state", flat=True))


def send(campaign):
    more = send_pending(campaign.pk, worker="test")
    campaign.refresh_from_db()
    return more


def test_everyone_gets_one_mail(started, server):
    send(started)

    assert sorted(server.recipients) == [f"user{n}@example.org" for n in range(3)]
    assert states(started) == [State.ACCEPTED] * 3
    assert started.state == Campaign.State.SENT


def test_sending_again_sends_nothing(started, server):
    send(started)
    send(started)

    assert len(server.mails) == 3


def test_a_run_longer_than_its_claims_and_groups_reaches_everyone(campaign, server, settings):
    settings.SEND_GROUP_SIZE = 7
    add_subscribers(campaign.newsletter, 600)
    start(campaign)

    send(campaign)

    assert len(server.mails) == 600
    assert server.twice == []


def test_a_turn_begins_where_fresh_rows_are_left(started, server):
    (taken,) = claim(started.pk, "another", 1)

    send_pending(started.pk, worker="test", seconds=0)

    started.refresh_from_db()
    assert started.fresh_from > taken.delivery_id


def test_the_ledger_keeps_what_the_server_said_and_when(started, server):
    send(started)

    row = started.deliveries.first()
    assert row.reply == "250 2.0.0 queued"
    assert started.began_at <= row.settled_at
    assert started.ended_at == max(started.deliveries.values_list("settled_at", flat=True))


def test_the_start_is_told_once(started, server):
    told = []
    campaign_started.connect(lambda **news: told.append(news["campaign"].pk), weak=False)

    send(started)
    Campaign.objects.filter(pk=started.pk).update(state=Campaign.State.SENDING)
    send(started)

    assert told == [started.pk]


def test_an_unknown_address_fails_and_is_suppressed(started, server):
    server.script["rcpt"] = lambda talk: (
        "550 5.1.1 unknown user" if talk.recipient == "user1@example.org" else None
    )

    send(started)

    row = started.deliveries.get(address="user1@example.org")
    assert (row.state, row.reason) == (State.FAILED, "no_such_address")
    assert Suppression.objects.get().address == "user1@example.org"
    assert len(server.mails) == 2


def test_a_temporary_refusal_is_tried_again_later(started, server):
    server.script["rcpt"] = lambda talk: "450 4.2.0 greylisted"
    send(started)
    assert states(started) == [State.DEFERRED] * 3
    assert started.state == Campaign.State.SENDING

    server.script.clear()
    started.deliveries.update(not_before=timezone.now())
    send(started)

    assert states(started) == [State.ACCEPTED] * 3
    assert set(started.deliveries.values_list("attempts")) == {(2,)}


def test_before_its_time_a_deferred_row_stays(started, server):
    started.deliveries.update(state=State.DEFERRED, not_before=timezone.now() + timedelta(hours=1))

    send(started)

    assert server.mails == []


def test_a_name_that_cannot_stand_in_a_header_fails_alone(campaign, server):
    add_subscribers(campaign.newsletter, 3)
    start(campaign)
    campaign.contents.update(subject="Pour \ue000first_name\ue001")
    Subscriber.objects.filter(address="user1@example.org").update(first_name="a\nBcc: b")

    send(campaign)

    assert sorted(server.recipients) == ["user0@example.org", "user2@example.org"]
    assert campaign.deliveries.get(state=State.FAILED).reason == "malformed"


def test_refusals_by_policy_pause_the_campaign_and_suppress_nobody(campaign, server, settings):
    settings.SEND_GROUP_SIZE = 10
    add_subscribers(campaign.newsletter, 40)
    start(campaign)
    server.script["rcpt"] = lambda talk: "550 5.7.1 blocked"

    send(campaign)

    assert campaign.state == Campaign.State.PAUSED
    assert "550 5.7.1 blocked" in campaign.paused_because
    assert Suppression.objects.count() == 0
    assert campaign.deliveries.filter(state=State.PENDING).count() >= 20


def test_an_unreachable_server_is_named_and_costs_nobody_anything(started, server):
    server.stop()

    assert not send(started)

    assert states(started) == [State.PENDING] * 3
    assert "127.0.0.1" in started.difficulty
    assert started.state == Campaign.State.SENDING


def test_a_difficulty_that_is_over_is_forgotten(started, server):
    Campaign.objects.update(difficulty="unreachable")

    send(started)

    assert started.difficulty == ""


def test_a_wrong_password_pauses_the_campaign(started, server, settings):
    server.users = {"maille": "right"}
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "maille", "wrong"

    send(started)

    assert started.state == Campaign.State.PAUSED
    assert "535 5.7.8" in started.paused_because
    assert states(started) == [State.PENDING] * 3


def test_a_paused_campaign_sends_nothing(started, server):
    pause(started)

    send(started)

    assert server.mails == []


def test_a_slice_that_is_over_leaves_the_rest_waiting(started, server):
    assert send_pending(started.pk, worker="test", seconds=0)

    assert states(started) == [State.PENDING] * 3


def test_everything_adds_up_at_rest(started, server):
    server.script["rcpt"] = lambda talk: (
        "550 5.1.1 unknown" if talk.recipient == "user0@example.org" else None
    )

    send(started)

    assert not started.deliveries.filter(state__in=Delivery.OPEN_STATES).exists()


@pytest.fixture(autouse=True)
def _no_lookup(monkeypatch):
    """The name we greet with is not looked up, whatever the machine's resolver does."""
    monkeypatch.setattr(socket, "getfqdn", lambda: "test.example.org")


def calls_into_libraries(act) -> Counter[str]:
    """Of what parses HTML or builds MIME, in whatever thread."""
    calls: Counter[str] = Counter()
    headers.header_line.cache_clear()

    def count(frame, event, argument):
        if event == "call":
            module = frame.f_globals.get("__name__", "")
            calls[module.partition(".")[0]] += 1
        elif event == "c_call":
            calls[(getattr(argument, "__module__", None) or "").partition(".")[0]] += 1

    threading.setprofile(count)
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return Counter({name: calls[name] for name in ("bs4", "mrml", "html2text", "email")})


def test_the_audience_s_size_parses_no_html_and_builds_no_mime(server):
    """A personal subject included."""
    counts = []
    for people in (1, 10, 200):
        body = [
            ("greeting", {"opening": "Bonjour", "fallback": "à tous"}),
            ("text", '<p>Voici <a href="https://example.org/">le site</a>.</p>'),
        ]
        campaign = ApprovedCampaignFactory(issue__title="Été", issue__body=body)
        add_subscribers(campaign.newsletter, people, open_tracking="granted")

        def start_and_send(campaign=campaign):
            start(campaign)
            campaign.contents.update(subject=f"Été {slot('first_name')}")
            send(campaign)

        counts.append(calls_into_libraries(start_and_send))

    _warm_up, few, many = counts
    assert few == many
    assert min(many.values()) > 0
    assert len(server.mails) == 211
