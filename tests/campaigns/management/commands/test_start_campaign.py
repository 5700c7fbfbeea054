import json
import re
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from huey.contrib.djhuey import HUEY

from campaigns.management.commands import start_campaign
from campaigns.models import Campaign
from tests.campaigns.sending.conftest import campaign, server, started  # noqa: F401
from tests.factories.sending import add_subscribers
from tests.smtp_server import TAKE_AND_DROP

REFUSED = "550 5.1.1 no such user"


def run(slug, **options):
    call_command("start_campaign", slug, **options)


def test_waiting_sends_everything(campaign, server):  # noqa: F811
    add_subscribers(campaign.newsletter, 3)

    run(campaign.slug, wait=True)

    assert len(server.mails) == 3
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.SENT


def test_waiting_helps_with_a_campaign_that_has_started(started, server):  # noqa: F811
    run(started.slug, wait=True)

    assert len(server.mails) == 3


def test_a_second_call_sends_nothing(campaign, server, capsys):  # noqa: F811
    add_subscribers(campaign.newsletter, 3)
    run(campaign.slug, wait=True)

    run(campaign.slug, wait=True)

    assert len(server.mails) == 3
    assert capsys.readouterr().out.count("Destinataires\xa0: 3\n") == 2


def test_one_that_was_sent_is_not_said_to_start(campaign, server, capsys):  # noqa: F811
    add_subscribers(campaign.newsletter, 3)
    run(campaign.slug, wait=True)

    run(campaign.slug)

    assert re.search(f"{campaign.slug}.+a été envoyé le .+20", capsys.readouterr().out)
    assert len(server.mails) == 3


def test_what_did_not_simply_arrive_is_said(campaign, server, capsys):  # noqa: F811
    first, second, _third = add_subscribers(campaign.newsletter, 3)
    server.script["rcpt"] = lambda talk: REFUSED if talk.recipient == first.address else None
    server.script["accept"] = lambda talk: (
        TAKE_AND_DROP if talk.recipient == second.address else None
    )

    run(campaign.slug, wait=True)

    said = capsys.readouterr().out
    assert "Destinataires\xa0: 3\n" in said
    assert "En échec\xa0: 1" in said
    assert "À vérifier\xa0: 1" in said


@pytest.mark.parametrize("wait", [True, False])
def test_the_workers_are_woken_at_once(campaign, server, wait):  # noqa: F811
    HUEY.flush()
    add_subscribers(campaign.newsletter, 3)

    run(campaign.slug, wait=wait)

    assert [task.args for task in HUEY.pending()] == [(campaign.pk,)]


def test_without_waiting_it_is_left_to_the_workers(campaign, server):  # noqa: F811
    add_subscribers(campaign.newsletter, 3)

    run(campaign.slug)

    assert server.mails == []
    assert campaign.deliveries.count() == 3


def test_an_unknown_name_is_said():
    with pytest.raises(CommandError, match="n-importe-quoi"):
        run("n-importe-quoi")


def test_an_empty_audience_is_said(campaign):  # noqa: F811
    with pytest.raises(CommandError):
        run(campaign.slug)


def test_a_pause_is_an_error_that_says_why(started, server, settings):  # noqa: F811
    server.users = {"maille": "right"}
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "maille", "wrong"

    with pytest.raises(CommandError, match="535"):
        run(started.slug, wait=True)


@pytest.fixture
def clock(monkeypatch):
    """Moves by the command's own rests alone; calls what is asked for at its time."""

    class Clock:
        now, calls = 1000.0, {}

        def monotonic(self):
            return self.now

        def sleep(self, seconds):
            self.now += seconds
            for at in [at for at in self.calls if 1000 + at <= self.now]:
                self.calls.pop(at)()

    clock = Clock()
    monkeypatch.setattr(start_campaign, "time", clock)
    return clock


def test_a_refusing_server_is_told_once_and_tried_more_rarely(started, server, clock, capsys):  # noqa: F811
    server.script["connect"] = lambda _talk: "421 4.7.0 Too busy"
    clock.calls = {300: server.script.clear}

    run(started.slug, wait=True)

    assert len(server.mails) == 3
    assert capsys.readouterr().err.count("421 4.7.0 Too busy") == 1
    # After 1, 2, 4 … 32 seconds, then every minute, each over at most four connections
    assert server.connections <= 12
    assert clock.now - 1000 <= 300 + 60


def test_another_difficulty_is_told_too(started, server, clock, capsys):  # noqa: F811
    server.script["connect"] = lambda _talk: "421 4.7.0 Too busy"
    clock.calls = {
        100: lambda: server.script.update(connect=lambda _talk: "421 4.3.2 Closing"),
        200: server.script.clear,
    }

    run(started.slug, wait=True)

    told = capsys.readouterr().err.splitlines()
    assert [("Too busy" in line, "Closing" in line) for line in told] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize("state", [Campaign.State.PAUSED, Campaign.State.CANCELLED])
def test_what_others_decide_is_noticed_in_the_longest_rest(started, server, clock, state):  # noqa: F811
    server.script["connect"] = lambda _talk: "421 4.7.0 Too busy"
    clock.calls = {200: lambda: Campaign.objects.update(state=state)}

    with suppress(CommandError):
        run(started.slug, wait=True)

    assert clock.now - 1000 <= 201


def test_the_report_balances_afterwards(campaign, server, capsys):  # noqa: F811
    add_subscribers(campaign.newsletter, 3)
    run(campaign.slug, wait=True)
    capsys.readouterr()

    call_command("campaign_report", campaign.slug, format="json")

    report = json.loads(capsys.readouterr().out)
    assert (report["candidates"], report["accepted"], report["pending"]) == (3, 3, 0)
