import base64
import errno
import socket
import ssl
from dataclasses import replace

import pytest

from campaigns.sending.transports import Result, TransportDown
from campaigns.sending.transports.opening import Server, fault, open_session
from campaigns.sending.transports.smtp import SmtpTransport
from tests.campaigns.sending.transports.conftest import envelope
from tests.certificates import make_certificate, server_context
from tests.ports import free_port
from tests.smtp_server import SmtpServer


@pytest.fixture
def here(server):
    return Server("127.0.0.1", server.port)


@pytest.fixture
def certificate(tmp_path):
    return make_certificate(tmp_path)


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture(params=["starttls", "implicit_tls"])
def encrypted(request, certificate):
    """A server that encrypts, and how to reach it."""
    implicit = request.param == "implicit_tls"
    server = SmtpServer(tls=server_context(certificate), implicit_tls=implicit).start()
    yield Server("127.0.0.1", server.port, **{request.param: True}), server
    server.stop()


def refusal(server):
    with pytest.raises(TransportDown) as raised:
        open_session(server)
    return raised.value


def test_abilities_are_read(here, server):
    server.abilities.append("size 1000")

    session = open_session(here)

    assert "PIPELINING" in session.abilities
    assert session.size_limit == 1000
    session.socket.close()


def test_a_server_without_ehlo_is_greeted_the_old_way(here, server):
    server.script["ehlo"] = lambda talk: "502 5.5.1 what?"

    session = open_session(here)

    assert session.abilities == {}
    session.socket.close()


def test_mails_go_encrypted(encrypted, trusted):
    reach, server = encrypted
    body = b"Subject: test\r\n\r\n" + b"x" * 100_000 + b"\r\n.\r\n"
    transport = SmtpTransport(reach, connections=2)
    transport.submit([envelope(key, body=body) for key in range(20)])

    outcomes = transport.collect(20)

    assert {outcome.result for outcome in outcomes} == {Result.ACCEPTED}
    assert {mail.content for mail in server.mails} == {body[:-3]}
    transport.close()


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (Server("127.0.0.1", free_port()), "personne ne répond à cette adresse"),
        (Server("nulle.part.invalid", 25), "son nom est inconnu"),
    ],
)
def test_a_server_that_is_not_there_is_said_in_words(server, words):
    assert words in str(refusal(server))


def test_a_port_that_is_not_encrypted_is_said_with_what_to_do(here, server):
    assert "smtp+starttls://" in str(refusal(replace(here, implicit_tls=True)))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ssl.SSLEOFError(8, "EOF occurred"), "il a fermé la connexion"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "le réseau n’y mène pas"),
    ],
)
def test_what_the_system_says_is_said_in_words(error, words):
    assert fault(error) == words


def test_a_certificate_nobody_vouches_for_is_refused(encrypted):
    reach, server = encrypted

    down = refusal(reach)

    assert down.lasting
    assert "aucune autorité" in str(down)
    assert not any(command.startswith("MAIL") for command in server.commands)


def test_a_certificate_for_another_name_is_refused(encrypted, trusted):
    reach, _server = encrypted

    down = refusal(replace(reach, host="localhost"))

    assert down.lasting
    assert "un autre nom" in str(down)


def test_without_starttls_nothing_goes_in_clear(here, server):
    down = refusal(replace(here, starttls=True, user="maille", password="secret"))

    assert down.lasting
    assert "STARTTLS" in str(down)
    assert not any("AUTH" in command for command in server.commands)


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_one_signs_in(here, server, mechanism):
    server.users, server.mechanisms = {"maille": "mot de passe é"}, mechanism

    session = open_session(replace(here, user="maille", password="mot de passe é"))

    assert any(command.startswith(f"AUTH {mechanism}") for command in server.commands)
    session.socket.close()


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_wrong_password_is_a_lasting_refusal(here, server, mechanism):
    server.users, server.mechanisms = {"maille": "right"}, mechanism

    down = refusal(replace(here, user="maille", password="wrong"))

    assert down.lasting
    assert "535 5.7.8" in str(down)
    assert base64.b64encode(b"wrong").decode() not in str(down)


def test_a_sign_in_we_do_not_know_is_said(here, server):
    server.users, server.mechanisms = {"maille": "right"}, "CRAM-MD5"

    assert refusal(replace(here, user="maille", password="right")).lasting


@pytest.mark.parametrize("reply", ["421 4.3.2 too busy", "hello", "<drop>"])
def test_what_may_pass_is_tried_again(here, server, reply):
    server.script["connect"] = lambda talk: reply

    assert not refusal(here).lasting


def test_a_closed_port_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]

    assert not refusal(Server("127.0.0.1", port)).lasting


def test_a_server_that_never_speaks_is_left(here, server, monkeypatch):
    monkeypatch.setattr("campaigns.sending.transports.opening.OPENING_SECONDS", 0.3)
    server.script["connect"] = lambda talk: "<hang>"

    assert not refusal(here).lasting


def test_the_settings_say_where(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER = "mail", 587, "me"

    assert str(Server.from_settings()) == "mail:587"
    assert "password" not in repr(Server.from_settings())
