import threading
from collections import Counter

from campaigns.sending.transports import Result, TransportDown
from campaigns.sending.transports.opening import Server
from campaigns.sending.transports.smtp import SmtpTransport
from campaigns.sending.transports.switchboard import DOUBTS_IN_A_ROW, LOSSES_IN_A_ROW
from tests.campaigns.sending.transports.conftest import envelope
from tests.smtp_server import DROP, TAKE_AND_DROP


def test_a_connection_carries_so_many_mails_and_no_more(server, deliver, settings):
    settings.SMTP_MAILS_PER_CONNECTION = 5
    carried = []
    server.script["accept"] = lambda talk: carried.append(talk.mails + 1)

    outcomes = deliver(20)

    assert {outcome.result for outcome in outcomes.values()} == {Result.ACCEPTED}
    assert max(carried) == 5


def test_a_server_that_allows_one_connection_gets_one(server, deliver):
    server.script["connect"] = lambda talk: "421 too many" if talk.number > 1 else None

    outcomes = deliver(20)

    assert {outcome.result for outcome in outcomes.values()} == {Result.ACCEPTED}


def test_a_server_that_goes_away_gives_everything_back(server, transport, deliver):
    deliver(2)
    server.script["mail"] = lambda talk: server.stop() or "<drop>"

    outcomes = deliver(4)

    assert {outcome.result for outcome in outcomes.values()} == {Result.NOT_SENT}
    assert isinstance(transport.down, TransportDown)


def test_a_mail_nobody_could_begin_in_time_is_given_back(server, monkeypatch):
    monkeypatch.setattr("campaigns.sending.transports.switchboard.BEGIN_WITHIN", 0)
    transport = SmtpTransport(Server("127.0.0.1", server.port), connections=1)
    transport.submit([envelope(key) for key in range(3)])

    outcomes = transport.collect(3)
    transport.close()

    assert {(outcome.result, outcome.reply) for outcome in outcomes} == {(Result.NOT_SENT, "")}


def test_while_the_server_is_slow_the_rest_is_given_back(server, monkeypatch):
    """Each in its own time, whatever is handed over after it."""
    monkeypatch.setattr("campaigns.sending.transports.switchboard.BEGIN_WITHIN", 0.2)
    busy = threading.Event()
    server.script["accept"] = lambda talk: busy.wait(20) and None
    transport = SmtpTransport(Server("127.0.0.1", server.port), connections=1)
    transport.submit([envelope(key) for key in range(4)])

    given_back = transport.collect(2)
    busy.set()
    rest = transport.collect(2)
    transport.close()

    assert {outcome.result for outcome in given_back} == {Result.NOT_SENT}
    assert {outcome.result for outcome in rest} == {Result.ACCEPTED}
    assert len(server.mails) == 2


def test_a_server_that_takes_and_never_says_so_is_given_few(server, transport, deliver):
    server.script["accept"] = lambda talk: TAKE_AND_DROP

    results = Counter(outcome.result for outcome in deliver(40).values())

    assert transport.down.lasting
    assert "sans jamais le confirmer" in str(transport.down)
    assert results[Result.IN_DOUBT] == len(server.mails) <= DOUBTS_IN_A_ROW + 2
    assert results[Result.NOT_SENT] == 40 - len(server.mails)


def test_one_answer_in_between_keeps_it_going(server, transport, deliver):
    server.script["accept"] = lambda talk: TAKE_AND_DROP if len(server.mails) % 3 else None

    results = Counter(outcome.result for outcome in deliver(40).values())

    assert results[Result.IN_DOUBT] > DOUBTS_IN_A_ROW
    assert results[Result.ACCEPTED] > 0
    assert transport.down is None


def test_a_server_that_breaks_off_each_mail_is_left_alone(server, transport, deliver):
    """Each of a million would be tried three times, for twenty seconds if it is silent."""
    asked = []
    server.script["rcpt"] = lambda talk: asked.append(talk) or DROP

    outcomes = deliver(40)

    assert {outcome.result for outcome in outcomes.values()} == {Result.NOT_SENT}
    assert not transport.down.lasting
    assert "interrompt chaque remise" in str(transport.down)
    assert len(asked) <= LOSSES_IN_A_ROW + 2


def test_one_mail_that_is_broken_off_does_not_stop_the_others(server, transport, deliver):
    server.script["rcpt"] = lambda talk: DROP if talk.mails % 7 == 3 else None

    outcomes = deliver(60)

    assert Result.ACCEPTED in {outcome.result for outcome in outcomes.values()}
    assert transport.down is None
