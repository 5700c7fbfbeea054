import socket

import pytest

from campaigns.sending.transports.anymail import line as module
from campaigns.sending.transports.anymail.calls import Call
from campaigns.sending.transports.anymail.line import Line, NoAnswer, Unmade, Unreached
from campaigns.sending.transports.anymail.providers import provider_named
from campaigns.sending.transports.anymail.replies import Kind
from tests.campaigns.sending.transports.anymail.conftest import envelope
from tests.mail_provider import DROP, TAKE_AND_DROP, Reply

CALL = Call([envelope(1), envelope(2)], together=True)
WITH_KEY = pytest.mark.parametrize("provider", ["brevo"], indirect=True)
WITHOUT_KEY = pytest.mark.parametrize("provider", ["postmark"], indirect=True)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(module, "PAUSES", (0.0, 0.0))


@pytest.fixture
def line(provider, settings):
    line = Line(settings.MAIL_PROVIDER, provider_named(settings.MAIL_PROVIDER))
    yield line
    line.close()


def in_turn(*replies):
    left = list(replies)
    return lambda request: left.pop(0) if left else None


@WITH_KEY
def test_a_call_without_an_answer_is_made_again_with_its_key(provider, line):
    provider.script = in_turn(DROP, Reply(500))

    assert line.make(CALL).kind is Kind.TAKEN
    keys = {request.json["headers"]["idempotencyKey"] for request in provider.requests}
    assert (len(provider.requests), len(keys)) == (3, 1)
    assert provider.twice == []


@WITH_KEY
def test_the_key_is_known_where_the_first_call_was_carried_out(provider, line):
    provider.script = in_turn(TAKE_AND_DROP)

    assert line.make(CALL).is_repetition
    assert provider.twice == []
    assert len(provider.mails) == 2


@WITH_KEY
@pytest.mark.parametrize("reply", [Reply(429), Reply(401), Reply(400, {"message": "no"})])
def test_a_refusal_of_the_second_try_does_not_settle_the_first(provider, line, reply):
    provider.script = in_turn(DROP, reply, reply)

    assert isinstance(line.make(CALL), NoAnswer)


@WITH_KEY
def test_two_calls_have_two_keys(provider, line):
    line.make(CALL)
    line.make(CALL)

    assert len(provider.keys) == 2


@WITHOUT_KEY
@pytest.mark.parametrize("reply", [DROP, Reply(500), Reply(503, "", {"Retry-After": "1"})])
def test_without_a_key_no_call_is_made_twice(provider, line, reply):
    provider.script = lambda request: reply

    said = line.make(CALL)

    assert isinstance(said, NoAnswer) or said.kind is Kind.NO_ANSWER
    assert len(provider.requests) == 1


@WITHOUT_KEY
def test_a_silent_provider_is_left_in_time(provider, line, settings):
    line.backend.timeout = 0.2
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        line.backend.api_url = f"http://127.0.0.1:{deaf.getsockname()[1]}/"

        assert isinstance(line.make(CALL), NoAnswer)


@WITHOUT_KEY
def test_nobody_listening_means_nothing_left(provider, line):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    line.backend.api_url = f"http://127.0.0.1:{port}/"

    with pytest.raises(Unreached) as caught:
        line.make(CALL)

    assert not caught.value.lasting


@pytest.mark.parametrize("provider", ["scaleway"], indirect=True)
def test_what_cannot_be_written_is_not_sent(provider, line):
    """Scaleway's messages to such an address get lost: Anymail refuses to make them."""
    with pytest.raises(Unmade):
        line.make(Call([envelope(1, address="zoé@example.org")], together=False))

    assert provider.requests == []
