from campaigns.sending.transports import Result, TransportDown
from campaigns.sending.transports.opening import Server
from campaigns.sending.transports.smtp import SmtpTransport
from tests.campaigns.sending.transports.conftest import envelope


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

    assert {outcome.result for outcome in outcomes} == {Result.NOT_SENT}
