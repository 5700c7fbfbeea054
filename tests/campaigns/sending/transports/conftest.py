import pytest

from campaigns.sending.transports import Envelope
from campaigns.sending.transports.opening import Server
from campaigns.sending.transports.smtp import SmtpTransport


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch):
    """These tests hand over many at once, and a busy machine takes its time."""
    monkeypatch.setattr("campaigns.sending.transports.switchboard.BEGIN_WITHIN", 100)
    monkeypatch.setattr("campaigns.sending.transports.anymail.transport.BEGIN_WITHIN", 100)


BODY = b"Subject: test\r\n\r\nBonjour\r\n.\r\n"


def envelope(key, recipient=None, body=BODY):
    recipient = recipient or f"user{key}@example.org"
    return Envelope(key, "from@example.org", recipient, lambda: body)


@pytest.fixture
def transport(server):
    transport = SmtpTransport(Server("127.0.0.1", server.port), connections=2)
    yield transport
    transport.close()


@pytest.fixture
def deliver(transport):
    """Sends so many mails and returns what became of each, by number."""

    def deliver(count=1, body=BODY):
        transport.submit([envelope(key, body=body) for key in range(count)])
        outcomes = transport.collect(count)
        assert len(outcomes) == len({outcome.key for outcome in outcomes}) == count
        return {outcome.key: outcome for outcome in outcomes}

    return deliver
