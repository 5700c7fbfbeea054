import pytest

from campaigns.sending.transports import Result
from tests.campaigns.sending.transports.conftest import envelope
from tests.smtp_server import DROP, TAKE_AND_DROP

DOTTED = b"Subject: test\r\n\r\n..dot\r\nBonjour\r\n.\r\n"
# More than the sockets of both sides hold: it cannot have left whole when the server hangs up.
HUGE = b"Subject: test\r\n\r\n" + b"x" * 16_000_000 + b"\r\n.\r\n"


@pytest.fixture(params=[True, False], ids=["pipelining", "one by one"])
def pipelining(server, request):
    """Both ways of speaking give the same results."""
    if not request.param:
        server.abilities.remove("PIPELINING")
    return request.param


def test_mails_are_accepted(pipelining, server, deliver):
    outcomes = deliver(20)

    assert {outcome.result for outcome in outcomes.values()} == {Result.ACCEPTED}
    assert sorted(server.recipients) == sorted(f"user{n}@example.org" for n in range(20))


def test_what_arrives_is_what_was_written(server, deliver):
    deliver(1, body=DOTTED)

    assert server.mails[0].content == DOTTED[:-3].replace(b"\r\n..", b"\r\n.")


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "accept"])
@pytest.mark.parametrize(
    ("reply", "result"),
    [("450 4.3.0 later", Result.DEFERRED), ("554 5.6.0 never", Result.FAILED)],
)
def test_one_refusal_concerns_one_mail(pipelining, server, deliver, step, reply, result):
    server.script[step] = lambda talk: reply if server.struck[step] == 0 else None

    outcomes = deliver(10)

    refused = [outcome for outcome in outcomes.values() if outcome.result is not Result.ACCEPTED]
    assert [(one.result, one.reply) for one in refused] == [(result, reply)]
    assert len(server.mails) == 9


@pytest.mark.parametrize(
    ("step", "at_fault"), [("mail", False), ("rcpt", True), ("data", False), ("accept", True)]
)
def test_only_what_is_said_of_the_recipient_is_held_against_it(server, deliver, step, at_fault):
    server.script[step] = lambda talk: "550 5.1.1 no"

    assert deliver(1)[0].recipient_at_fault is at_fault


def test_every_recipient_refused_and_data_still_answered_354(server, deliver):
    server.script["rcpt"] = lambda talk: "550 5.1.1 no"

    outcomes = deliver(10)

    assert {outcome.reply for outcome in outcomes.values()} == {"550 5.1.1 no"}
    assert server.mails == []


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_connection_lost_before_the_dot_is_tried_again(pipelining, server, deliver, step):
    server.script[step] = lambda talk: DROP if server.struck[step] == 0 else None

    outcomes = deliver(10)

    assert server.struck[step] == 1
    assert {outcome.result for outcome in outcomes.values()} == {Result.ACCEPTED}
    assert server.twice == []


@pytest.mark.parametrize("ending", [DROP, TAKE_AND_DROP])
def test_a_connection_lost_after_the_dot_leaves_a_doubt(pipelining, server, deliver, ending):
    server.script["accept"] = lambda talk: ending if server.struck["accept"] == 0 else None

    outcomes = deliver(10)

    doubts = [one for one in outcomes.values() if one.result is Result.IN_DOUBT]
    assert len(doubts) == 1
    assert server.twice == []


def test_a_connection_lost_in_the_middle_of_a_body_is_tried_again(server, deliver):
    server.script["body"] = lambda talk: DROP if server.struck["body"] == 0 else None

    outcomes = deliver(2, body=HUGE)

    assert server.struck["body"] == 1
    assert {outcome.result for outcome in outcomes.values()} == {Result.ACCEPTED}


def test_a_mail_that_is_always_cut_is_given_back(server, deliver):
    server.script["body"] = lambda talk: DROP

    outcomes = deliver(1, body=HUGE)

    assert {outcome.result for outcome in outcomes.values()} == {Result.NOT_SENT}


def test_a_421_ends_the_connection_and_not_the_run(pipelining, server, deliver):
    server.script["rcpt"] = lambda talk: "421 4.7.0 closing" if talk.mails == 3 else None

    outcomes = deliver(10)

    results = [outcome.result for outcome in outcomes.values()]
    assert set(results) <= {Result.ACCEPTED, Result.DEFERRED}
    assert results.count(Result.ACCEPTED) == len(server.mails)
    assert server.connections > 2


def test_nonsense_after_the_dot_leaves_a_doubt(server, deliver):
    server.script["accept"] = lambda talk: "what?"

    assert deliver(1)[0].result is Result.IN_DOUBT


def test_nonsense_before_the_dot_leaves_none(server, deliver):
    server.script["rcpt"] = lambda talk: "what?"

    assert deliver(1)[0].result is Result.NOT_SENT


def test_a_server_that_hangs_is_left(server, deliver, monkeypatch):
    monkeypatch.setattr("campaigns.sending.transports.dialogue.DOT_SECONDS", 0.3)
    server.script["accept"] = lambda talk: "<hang>"

    assert deliver(1)[0].result is Result.IN_DOUBT


def test_a_mail_over_the_servers_limit_is_not_begun(server, deliver):
    server.abilities.append("SIZE 10")

    outcome = deliver(1, body=DOTTED)[0]

    assert (outcome.result, outcome.status) == (Result.FAILED, "5.3.4")
    assert not any(command.startswith("MAIL") for command in server.commands)


def test_an_address_outside_ascii_needs_smtputf8(server, transport):
    server.abilities.remove("SMTPUTF8")
    transport.submit([envelope(1, recipient="zoé@example.org")])

    (outcome,) = transport.collect(1)

    assert (outcome.result, outcome.status) == (Result.FAILED, "5.6.7")


def test_with_smtputf8_it_is_announced(server, transport):
    transport.submit([envelope(1, recipient="zoé@example.org")])

    assert transport.collect(1)[0].result is Result.ACCEPTED
    assert server.mails[0].recipient == "zoé@example.org"
    assert any(command.endswith("BODY=8BITMIME SMTPUTF8") for command in server.commands)
