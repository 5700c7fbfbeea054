"""Two people who never agreed to be counted: nothing in their mails tells them apart but what the
mails need (row C3 of the trust figures)."""

import re
from email import message_from_bytes, policy

import pytest

from campaigns.models import Event
from campaigns.sending.delivery import send_pending
from campaigns.sending.planning import start
from tests.factories.sending import ApprovedCampaignFactory, add_subscribers
from tests.smtp_server import SmtpServer

PEOPLE = {"user0@example.org": "Zoé", "user1@example.org": "Chloé"}
TOKEN = r"[\w-]+"
NEEDED = [
    rf"(?<=/unsubscribe/){TOKEN}",
    rf"(?<=/preferences/){TOKEN}",
    r"(?<=mailto:)\S+?(?=>)",
    r"(?m)^Message-ID: .*$",
    r"(?m)^Date: .*$",
]


@pytest.fixture
def server(settings):
    server = SmtpServer().start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    yield server
    server.stop()


def without_what_is_needed(mail) -> str:
    message = message_from_bytes(mail.content, policy=policy.default)
    headers = [f"{name}: {value}" for name, value in message.items()]
    bodies = [part.get_content() for part in message.walk() if not part.is_multipart()]
    text = "\n".join([*headers, *bodies])
    text = text.replace(mail.recipient, "ADDRESS").replace(PEOPLE[mail.recipient], "NAME")
    for pattern in NEEDED:
        text = re.sub(pattern, "NEEDED", text)
    return text


@pytest.fixture
def sent(server):
    """To two people, of whom the class says what the test wants."""

    def send(**choices):
        campaign = ApprovedCampaignFactory(issue__body=[*BODY])
        for name in PEOPLE.values():
            add_subscribers(campaign.newsletter, 1, first_name=name, **choices)
        start(campaign)
        send_pending(campaign.pk, worker="test")
        return [without_what_is_needed(mail) for mail in server.mails]

    return send


BODY = [
    ("greeting", {"opening": "Bonjour", "fallback": ""}),
    ("text", '<p>Voici <a href="https://example.org/agenda">l’agenda</a>.</p>'),
    ("tracking_question", {"title": "Et vous ?", "text": "Dites-nous.", "label": "Répondre"}),
]


@pytest.mark.parametrize("choice", ["", "refused"])
def test_two_mails_without_consent_are_the_same(sent, choice):
    first, second = sent(open_tracking=choice, click_tracking=choice)

    assert "Bonjour NAME" in first
    assert first == second
    assert not Event.objects.exists()


def test_with_consent_they_differ(sent):
    first, second = sent(open_tracking="granted", click_tracking="granted")

    assert first != second
