import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.sending.transports import Result
from campaigns.sending.transports.replies import Nonsense, Reply, ReplyReader


def test_replies_come_in_pieces_of_any_size():
    reader = ReplyReader()

    replies = [
        reply
        for byte in b"250-test\r\n250-SIZE 10\r\n250 PIPELINING\r\n354 go\r\n"
        for reply in reader.feed(bytes([byte]))
    ]

    assert [reply.code for reply in replies] == [250, 354]
    assert replies[0].lines == ("test", "SIZE 10", "PIPELINING")


@pytest.mark.parametrize(
    ("line", "status", "result"),
    [
        ("250 2.0.0 queued", "2.0.0", Result.ACCEPTED),
        ("450 4.2.1 later", "4.2.1", Result.DEFERRED),
        ("550 5.1.1 unknown", "5.1.1", Result.FAILED),
        ("550 5.1.10 null MX", "5.1.10", Result.FAILED),
        ("550 unknown", "", Result.FAILED),
        ("421 5.1.1x odd", "", Result.DEFERRED),
    ],
)
def test_codes_and_statuses_are_read(line, status, result):
    (reply,) = ReplyReader().feed(f"{line}\r\n".encode())

    outcome = reply.outcome(1, recipient_at_fault=True)
    assert (outcome.status, outcome.result, outcome.reply) == (status, result, line)


@pytest.mark.parametrize("line", [b"hello", b"25 short", b"250x no blank", b"999 what", b""])
def test_nonsense_is_called_nonsense(line):
    with pytest.raises(Nonsense):
        ReplyReader().feed(line + b"\r\n")


def test_a_reply_without_end_is_nonsense():
    with pytest.raises(Nonsense):
        ReplyReader().feed(b"250-" + b"x" * 70_000)


def test_control_characters_do_not_reach_the_ledger():
    (reply,) = ReplyReader().feed(b"550 a\x00b\x1bc\r\n")

    assert str(reply) == "550 a b c"


@given(st.binary(max_size=200))
def test_any_bytes_are_replies_or_nonsense(received):
    try:
        replies = ReplyReader().feed(received)
    except Nonsense:
        return

    assert all(isinstance(reply, Reply) and 200 <= reply.code < 600 for reply in replies)
