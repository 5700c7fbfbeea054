import io

import pytest

from campaigns.inbox.sources import Unreadable, messages_in, split_mbox
from tests.campaigns.inbox.corpus import MESSAGES, raw

ENVELOPE = b"From MAILER-DAEMON Tue Apr 14 10:12:31 2026\n"


def test_a_file_holds_a_message():
    path = str(MESSAGES / "empty.eml")

    assert [(m.source, m.raw) for m in messages_in(path)] == [(path, b"")]


def test_a_mbox_holds_several():
    first, second = raw("qmail_full"), raw("human_reply")

    assert split_mbox(ENVELOPE + first + b"\n" + ENVELOPE + second) == [first + b"\n", second]


def test_an_envelope_line_before_a_piped_message_is_dropped():
    assert split_mbox(ENVELOPE + b"Subject: x\n\nFrom here on, text.\n") == [
        b"Subject: x\n\nFrom here on, text.\n"
    ]
    assert split_mbox(b"From nobody\nSubject: x\n") == [b"Subject: x\n"]


def test_standard_input_is_read(monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO(b"Subject: x\n\n"))
    monkeypatch.setattr("sys.stdin", stdin)

    assert [m.raw for m in messages_in("-")] == [b"Subject: x\n\n"]


@pytest.mark.parametrize("name", ["nowhere.eml", "."])
def test_what_cannot_be_read_says_so(name):
    with pytest.raises(Unreadable, match="nowhere|\\."):
        list(messages_in(name))
