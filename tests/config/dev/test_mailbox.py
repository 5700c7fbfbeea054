from email.message import EmailMessage

import pytest
from django.urls import reverse

from config.dev import mailbox

pytestmark = pytest.mark.urls("config.urls_dev")


@pytest.fixture
def mailbox_dir(settings, tmp_path):
    settings.MAILBOX_DIR = str(tmp_path)
    return tmp_path


def put(folder, name: str, html: str = "<p>Bonjour</p>", to: str = "b@example.org") -> None:
    message = EmailMessage()
    message["X-Envelope-To"] = to
    message["Subject"] = f"Lettre {name}"
    message["From"] = "a@example.org"
    message["To"] = to
    message.set_content("Bonjour")
    message.add_alternative(html, subtype="html")
    (folder / f"{name}.eml").write_bytes(message.as_bytes())


def test_newest_mail_comes_first(client, mailbox_dir):
    put(mailbox_dir, "1")
    put(mailbox_dir, "2")

    page = client.get(reverse("mailbox")).content.decode()

    assert page.index("Lettre 2") < page.index("Lettre 1")


def test_the_mailbox_says_in_which_language_it_is(client, mailbox_dir):
    assert '<html lang="fr">' in client.get(reverse("mailbox")).content.decode()


def test_mails_to_an_address_are_found_among_newer_ones(client, mailbox_dir, monkeypatch):
    monkeypatch.setattr(mailbox, "SHOWN", 1)
    put(mailbox_dir, "1", to="jeanne@example.org")
    put(mailbox_dir, "2")

    page = client.get(reverse("mailbox"), {"to": "Jeanne@"}).content.decode()

    assert "Lettre 1" in page
    assert "Lettre 2" not in page


def test_no_mail_to_an_address_is_said(client, mailbox_dir):
    put(mailbox_dir, "1")

    page = client.get(reverse("mailbox"), {"to": "personne@"}).content.decode()

    assert "Aucun courriel à cette adresse" in page


def test_that_more_mails_came_than_are_shown_is_said(client, mailbox_dir, monkeypatch):
    monkeypatch.setattr(mailbox, "SHOWN", 1)
    put(mailbox_dir, "1")
    put(mailbox_dir, "2")

    page = client.get(reverse("mailbox")).content.decode()

    assert "Les 1 derniers courriels sur 2" in page


def test_an_empty_mailbox_says_what_to_do(client, mailbox_dir):
    assert 'class="empty"' in client.get(reverse("mailbox")).content.decode()


def test_a_message_shows_text_and_headers(client, mailbox_dir):
    put(mailbox_dir, "7")

    page = client.get(reverse("mailbox_message", args=["7"])).content.decode()

    assert "b@example.org" in page
    assert "Bonjour" in page


def test_scripts_of_a_mail_do_not_run(client, mailbox_dir):
    put(mailbox_dir, "7", "<script>alert(1)</script>")

    response = client.get(reverse("mailbox_html", args=["7"]))

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["999", "..%2Fetc", "abc"])
def test_an_unknown_message_is_not_found(client, mailbox_dir, name):
    assert client.get(f"/dev/mailbox/{name}/").status_code == 404
