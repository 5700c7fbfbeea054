import email
import smtplib
from email import policy
from email.message import EmailMessage

import pytest

from config.dev import mail_catcher
from tests.ports import free_port


@pytest.fixture
def catcher(tmp_path):
    controller = mail_catcher.start(free_port(), tmp_path)
    yield controller
    controller.stop()


def send(port: int, subject: str) -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "a@example.org"
    message["To"] = "b@example.org"
    message.set_content("Bonjour")
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(message)


def test_a_mail_becomes_a_file(catcher, tmp_path):
    send(catcher.port, "Été")

    [path] = tmp_path.glob("*.eml")
    kept = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert kept["Subject"] == "Été"
    assert kept["X-Envelope-To"] == "b@example.org"


def test_no_half_written_file_stays(catcher, tmp_path):
    send(catcher.port, "one")
    send(catcher.port, "two")

    assert [path.suffix for path in tmp_path.iterdir()] == [".eml", ".eml"]


def test_only_the_newest_are_kept(catcher, tmp_path, monkeypatch):
    monkeypatch.setattr(mail_catcher, "MESSAGES_KEPT", 3)

    for number in range(100):
        send(catcher.port, f"mail {number}")

    assert len(list(tmp_path.glob("*.eml"))) == 3
