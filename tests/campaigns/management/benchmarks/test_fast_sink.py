import smtplib

import pytest

from campaigns.management.benchmarks.servers import fast_sink
from campaigns.sending.transports import Result
from campaigns.sending.transports.opening import Server
from campaigns.sending.transports.smtp import SmtpTransport
from tests.campaigns.sending.transports.conftest import envelope

LARGE = b"Subject: x\r\n\r\n" + b"x" * 70_000 + b"\r\n.\r\n"


@pytest.mark.parametrize("delay", [0.0, 0.001])
def test_it_takes_pipelined_mails(delay):
    with fast_sink(delay) as port:
        transport = SmtpTransport(Server("127.0.0.1", port), connections=2)
        transport.submit([envelope(key, body=LARGE) for key in range(20)])
        outcomes = transport.collect(20)
        transport.close()

    assert {outcome.result for outcome in outcomes} == {Result.ACCEPTED}
    assert len(outcomes) == 20


def test_it_takes_mails_one_step_at_a_time():
    with fast_sink() as port, smtplib.SMTP("127.0.0.1", port) as client:
        assert client.sendmail("a@example.org", ["b@example.org"], b"Subject: x\r\n\r\nx") == {}
        assert client.has_extn("pipelining")
