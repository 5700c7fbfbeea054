import io
import json

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import SeenNotice
from crm.models import OutgoingMail
from crm.suppression import is_suppressed
from tests.campaigns.inbox.corpus import MESSAGES, raw
from tests.campaigns.inbox.letters import bounce
from tests.factories.campaigns import DeliveryFactory

UNKNOWN, REPLY = (str(MESSAGES / f"{n}.eml") for n in ("postfix_unknown_user", "human_reply"))


@pytest.fixture
def piped(monkeypatch):
    def pipe(content):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))

    return pipe


def run(*files, **options):
    out = io.StringIO()
    call_command("process_bounces", *files, stdout=out, **options)
    return out.getvalue()


def test_json_says_what_each_message_is_in_the_order_given():
    assert json.loads(run(REPLY, UNKNOWN, format="json")) == [
        {"file": REPLY, "kind": "other", "class": "none", "status": "", "addresses": []},
        {
            "file": UNKNOWN,
            "kind": "bounce",
            "class": "hard",
            "status": "5.1.1",
            "addresses": ["claire.morel@example.com"],
        },
    ]


def test_text_is_one_line_a_message():
    assert run(UNKNOWN, REPLY).splitlines() == [
        f"{UNKNOWN}: bounce hard 5.1.1 claire.morel@example.com",
        f"{REPLY}: other",
    ]


def test_a_mbox_is_several_messages(tmp_path):
    envelope = b"From MAILER-DAEMON Tue Apr 14 10:12:31 2026\n"
    path = tmp_path / "mbox"
    path.write_bytes(envelope + raw("qmail_full") + b"\n" + envelope + raw("human_reply"))

    assert [seen["kind"] for seen in json.loads(run(str(path), format="json"))] == [
        "bounce", "other",
    ]  # fmt: skip


def test_a_report_on_the_input_is_acted_upon(piped, settings):
    settings.RETURN_PATH = "bounces+{delivery}@lettres.example.org"
    delivery = DeliveryFactory()
    piped(bounce(delivery))

    assert json.loads(run("-", format="json"))[0]["file"] == "-"
    assert is_suppressed(delivery.address)


def test_a_reply_on_the_input_is_sent_on(piped, settings):
    settings.REPLY_TO = "accueil@example.org"
    piped(raw("human_reply"))

    run("-")

    assert OutgoingMail.objects.get().to == "accueil@example.org"


def test_a_reply_in_a_file_stays_in_its_file():
    run(REPLY)

    assert not OutgoingMail.objects.exists()


def test_a_file_that_cannot_be_read_does_not_stop_the_others():
    out = io.StringIO()

    with pytest.raises(CommandError, match="nowhere.eml"):
        call_command("process_bounces", "nowhere.eml", REPLY, format="json", stdout=out)

    assert [seen["file"] for seen in json.loads(out.getvalue())] == [REPLY]


def test_without_a_file_nor_a_mailbox_it_says_what_is_missing(settings):
    settings.INBOX_URL = ""

    with pytest.raises(CommandError, match="INBOX_URL"):
        run()


def test_a_mailbox_that_does_not_answer_is_one_sentence(settings):
    settings.INBOX_URL = "imap+ssl://claire:x@127.0.0.1:1"

    with pytest.raises(CommandError, match=r"127\.0\.0\.1"):
        run()

    assert not SeenNotice.objects.exists()
