import threading

import pytest
from django.utils import translation

from campaigns.sending.transports import Envelope, MailRefused, Result
from tests.campaigns.sending.transports.conftest import BODY, envelope


def test_several_connections_share_the_work(server, deliver):
    deliver(20)

    assert server.connections == 2


def test_opening_tells_whether_eight_bits_pass(server, transport):
    server.abilities.remove("8BITMIME")

    transport.open()

    assert not transport.eight_bit


def test_collecting_works_until_so_many_are_done(server, transport):
    transport.submit([envelope(key) for key in range(10)])

    first = transport.collect(4)
    rest = transport.collect(100)

    assert len(first) >= 4
    assert len(first) + len(rest) == 10


def test_a_mail_is_written_by_the_thread_that_sends_it(server, transport):
    writers = []

    def write():
        writers.append((threading.current_thread(), translation.get_language()))
        return BODY

    with translation.override("en"):
        transport.submit([Envelope(1, "from@example.org", "to@example.org", write)])
        transport.collect(1)

    ((thread, language),) = writers
    assert thread is not threading.current_thread()
    assert language == "en"


def test_a_mail_that_cannot_be_written_concerns_nobody_else(server, transport):
    def refuse():
        raise MailRefused("no such language")

    unwritable = Envelope(99, "from@example.org", "to@example.org", refuse)
    transport.submit([envelope(1), unwritable, envelope(2)])

    outcomes = {outcome.key: outcome for outcome in transport.collect(3)}

    assert outcomes[99].result is Result.MALFORMED
    assert outcomes[99].reply == "no such language"
    assert len(server.mails) == 2


def test_what_breaks_in_the_thread_is_raised_to_who_collects(server, transport):
    transport.submit([Envelope(1, "from@example.org", "to@example.org", lambda: 1 / 0)])

    with pytest.raises(ZeroDivisionError):
        transport.collect(1)


def test_closing_what_was_only_opened_is_harmless(server, transport):
    transport.open()

    transport.close()
