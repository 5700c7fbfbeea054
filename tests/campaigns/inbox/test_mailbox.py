from urllib.parse import quote

import pytest

from campaigns.inbox import mailbox
from campaigns.inbox.mailbox import MailboxUnreachable, read_mailbox
from tests.certificates import make_certificate
from tests.mailbox_server import PASSWORD, Imap, Mailbox, Pop
from tests.smtp_server import SmtpServer


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    path = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def imap(settings, certificate):
    yield from running(Imap, "imap", settings, certificate)


@pytest.fixture
def pop(settings, certificate):
    yield from running(Pop, "pop", settings, certificate)


def running(dialogue, scheme, settings, certificate):
    server = Mailbox(dialogue, certificate)
    server.messages = {4: b"Subject: bounce\n\n.dot\n", 7: b"Subject: reply\n\nbonjour\n"}
    settings.INBOX_URL = f"{scheme}+ssl://claire:{quote(PASSWORD)}@127.0.0.1:{server.port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def taken():
    """What was handed over; a bounce is done with, a reply is not."""

    class Taken(list):
        def __call__(self, name, raw):
            self.append((name, raw))
            return b"bounce" in raw

    return Taken()


def test_imap_hands_over_each_message_and_marks_what_is_done(imap, taken):
    assert read_mailbox(taken) == 2

    assert taken == [("inbox:4", imap.messages[4]), ("inbox:7", imap.messages[7])]
    assert imap.seen == {4}


def test_imap_reads_each_message_once(imap, taken):
    read_mailbox(taken)
    imap.messages[9] = b"Subject: bounce\n\n"

    assert read_mailbox(taken) == 1
    assert read_mailbox(taken) == 0
    assert imap.fetched == [4, 7, 9]


def test_imap_starts_again_when_the_server_numbers_anew(imap, taken):
    read_mailbox(taken)
    imap.validity += 1

    assert read_mailbox(taken) == 2


def test_imap_goes_on_after_a_message_that_made_it_fall(imap, taken):
    def fall(name, raw):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read_mailbox(fall)

    assert read_mailbox(taken) == 2


def test_another_folder_may_be_named(imap, taken, settings):
    settings.INBOX_URL += "/Retours"
    with pytest.raises(MailboxUnreachable, match="refus"):
        read_mailbox(taken)

    imap.folders.append("Retours")

    assert read_mailbox(taken) == 2


def test_pop_removes_what_is_done_and_remembers_what_stays(pop, taken):
    assert read_mailbox(taken) == 2
    del pop.messages[4]

    assert read_mailbox(taken) == 0
    assert pop.removed == {4}
    assert pop.fetched == [4, 7]
    assert [name for name, _raw in taken] == ["inbox:uid-4", "inbox:uid-7"]
    assert b"\r\n.dot" in taken[0][1]


def test_pop_takes_so_many_at_a_time(pop, taken, monkeypatch):
    monkeypatch.setattr(mailbox, "AT_MOST", 2)
    pop.messages = dict.fromkeys(range(1, 6), b"Subject: reply\n\n")

    assert [read_mailbox(taken) for _time in range(4)] == [2, 2, 1, 0]
    assert pop.fetched == [1, 2, 3, 4, 5]


def test_pop_brings_the_beginning_of_what_is_large(pop, taken):
    pop.messages = {1: b"Subject: bounce\n\n" + b"line\n" * 300_000}

    read_mailbox(taken)

    ((_name, raw),) = taken
    assert raw.startswith(b"Subject: bounce\r\n")
    assert raw.count(b"\r\n") == mailbox.TOP_LINES - 1


@pytest.mark.parametrize("offers", ["IMAP4rev1", "IMAP4rev1 AUTH=PLAIN"])
@pytest.mark.parametrize(("user", "password"), [("claire", "été à Nîmes"), ("zoé", "sécret")])
def test_an_account_may_have_accents(imap, taken, settings, offers, user, password):
    imap.offers, imap.user, imap.password = offers, user, password
    sign_in = f"{quote(user)}:{quote(password)}"
    settings.INBOX_URL = f"imap+ssl://{sign_in}@127.0.0.1:{imap.port}"

    assert read_mailbox(taken) == 2


@pytest.mark.parametrize(
    ("folder", "written"),
    [
        ("Éléments reçus", "&AMk-l&AOk-ments re&AOc-us"),
        ("Retours & co", "Retours &- co"),
        ("日本", "&ZeVnLA-"),
    ],
)
def test_a_folder_may_have_accents(imap, taken, settings, folder, written):
    imap.folders = [written]
    settings.INBOX_URL += f"/{quote(folder)}"

    assert read_mailbox(taken) == 2


def test_a_password_with_accents_opens_pop(pop, taken, settings):
    pop.password = "été"
    settings.INBOX_URL = f"pop+ssl://claire:{quote(pop.password)}@127.0.0.1:{pop.port}"

    assert read_mailbox(taken) == 2


@pytest.mark.parametrize("protocol", ["imap", "pop"])
def test_a_wrong_password_is_one_sentence_without_it(protocol, request, settings, taken):
    request.getfixturevalue(protocol)
    settings.INBOX_URL = settings.INBOX_URL.replace("secret", "mistaken")

    with pytest.raises(MailboxUnreachable) as refusal:
        read_mailbox(taken)

    assert "127.0.0.1" in str(refusal.value)
    assert not {"claire", "mistaken", "secret"} & set(str(refusal.value).split())


def test_a_certificate_that_is_not_trusted_is_refused(imap, taken, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(MailboxUnreachable, match="aucune autorité"):
        read_mailbox(taken)

    assert taken == []


@pytest.mark.parametrize("scheme", ["imap", "pop"])
def test_a_port_that_is_not_encrypted_is_told(scheme, settings, taken):
    server = SmtpServer().start()
    settings.INBOX_URL = f"{scheme}+ssl://claire:x@127.0.0.1:{server.port}"

    with pytest.raises(MailboxUnreachable, match="993.*995"):
        read_mailbox(taken)

    server.stop()


@pytest.mark.parametrize(
    "url",
    [
        "imap+ssl://claire:x@127.0.0.1:1",
        "imap://claire@127.0.0.1",
        "imap+ssl://",
        "x",
        "imap+ssl://claire:x@127.0.0.1:port",
        "pop+ssl://x@127.0.0.1:99999",
        "imap+ssl://[::1",
    ],
)
def test_nobody_there_is_one_sentence(url, settings, taken):
    settings.INBOX_URL = url

    with pytest.raises(MailboxUnreachable, match="INBOX_URL|127"):
        read_mailbox(taken)
