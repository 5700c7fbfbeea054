import pytest

from campaigns.inbox.irregular import comes_from_daemon, irregular_bounce, looks_returned
from campaigns.inbox.parts import message_from
from tests.campaigns.inbox.corpus import raw
from tests.campaigns.inbox.letters import mail


@pytest.mark.parametrize(
    "sender", ["MAILER-DAEMON@mx.example.net", "postmaster@example.org", "Mailer-Daemon@x.example"]
)
def test_daemons_are_known_by_name(sender):
    assert comes_from_daemon(message_from(mail("hello", sender=sender)))


def test_so_is_the_header_of_exim():
    assert comes_from_daemon(message_from(mail("x", headers="X-Failed-Recipients: a@b.example\n")))
    assert not comes_from_daemon(message_from(mail("Re: La lettre")))


@pytest.mark.parametrize(
    ("subject", "returned"),
    [
        ("Undeliverable: La lettre", True),
        ("Échec de la remise", True),
        ("Non remis : La lettre", True),
        ("Tr: Undeliverable: La lettre", False),
        ("Re: mail delivery", False),
        ("Merci pour la lettre", False),
    ],
)
def test_a_subject_may_tell(subject, returned):
    assert looks_returned(message_from(mail(subject))) is returned


def test_a_warning_is_not_final():
    content = mail(
        "Warning: message delayed 24 hours",
        sender="mailer-daemon@mx.example.net",
        body="Your message to marie@example.com has been delayed. It will be retried.",
    )

    found = irregular_bounce(message_from(content))

    assert [(f.address, f.is_final) for f in found] == [("marie@example.com", False)]


def test_nobody_named_is_nobody_found():
    assert irregular_bounce(message_from(raw("empty"))) == []
    assert irregular_bounce(message_from(mail("Merci", body="écrivez à a@example.org"))) == []
