"""Mail servers that talk nonsense or fall silent, at every step of the dialogue: nothing leaves
half-made, nobody is lost, and the campaign says in a sentence what is wrong.
"""

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.sending.control import resume
from tests.faults.accounts import assert_accounted, in_state
from tests.faults.figures import FEW
from tests.faults.workers import send_all
from tests.smtp_server import DROP, HANG, TAKE_AND_DROP

State = Delivery.State
BEFORE_THE_DOT = ("connect", "ehlo", "mail", "rcpt", "data")
SAID = {
    "GET / HTTP/1.1": "ne parle pas comme un serveur de courrier",
    DROP: "a fermé la connexion",
    HANG: "ne répond pas à temps",
}


@pytest.fixture
def people() -> int:
    return FEW


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    """Silence is told from slowness within a second."""
    monkeypatch.setattr("campaigns.sending.transports.dialogue.COMMAND_SECONDS", 1)
    monkeypatch.setattr("campaigns.sending.transports.dialogue.DOT_SECONDS", 1)
    monkeypatch.setattr("campaigns.sending.transports.opening.OPENING_SECONDS", 1)


def mend(campaign, server) -> None:
    """The server works again, and the waiting times have passed."""
    server.script.clear()
    campaign.deliveries.filter(state=State.DEFERRED).update(not_before=timezone.now())
    resume(campaign)
    send_all(campaign)
    campaign.refresh_from_db()


@pytest.mark.parametrize("reply", SAID, ids=["nonsense", "cut", "silence"])
@pytest.mark.parametrize("step", BEFORE_THE_DOT)
def test_before_the_dot_it_is_said_and_everyone_gets_it_later(started, server, step, reply):
    server.script[step] = lambda talk: reply

    send_all(started)

    started.refresh_from_db()
    assert started.state == Campaign.State.SENDING
    assert SAID[reply] in started.difficulty
    assert server.mails == []
    mend(started, server)
    assert assert_accounted(started, server, candidates=FEW)["accepted"] == FEW
    assert started.difficulty == ""


@pytest.mark.parametrize("reply", ["GET / HTTP/1.1", TAKE_AND_DROP, HANG])
def test_after_the_dot_few_are_in_doubt_and_it_pauses(started, server, reply):
    server.script["accept"] = lambda talk: reply

    send_all(started)

    started.refresh_from_db()
    doubtful = len(in_state(started, State.UNKNOWN))
    assert started.state == Campaign.State.PAUSED
    assert "sans jamais le confirmer" in started.paused_because
    assert 1 <= doubtful <= 12
    mend(started, server)
    assert assert_accounted(started, server, candidates=FEW)["accepted"] == FEW - doubtful
