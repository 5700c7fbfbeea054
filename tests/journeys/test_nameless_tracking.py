"""Row C6: what a reader sends along with each request (her network address, her browser's name) is
in no table, no log and no file afterwards; and her e-mail address in no link, no log, no hit.
"""

import logging
import re
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from campaigns.models import CampaignReader, CampaignTally, Event, EventCount, Link
from campaigns.sending.delivery import send_pending
from campaigns.sending.planning import start
from campaigns.tracking.ingest import ingest_spool
from config.nameless_logs import NamelessFilter
from crm.tasks import send_outgoing_mails
from tests.campaigns.tracking.asking import ask
from tests.factories.sending import ApprovedCampaignFactory, add_subscribers
from tests.smtp_server import SmtpServer

IP, HOP = "203.0.113.77", "198.51.100.23"
AGENT = "Mozilla/5.0 (X11; Zyzzyva) Gecko/20100101 Firefox/143.0"
READER = "user0@example.org"
COUNTED = (Event, EventCount, CampaignReader, CampaignTally, Link)
LINK = '<a href="https://example.org/agenda">L’agenda</a>'
HIT = re.compile(r"https?://[^/]+(/[oc]/[\w.-]+)")


@pytest.fixture
def server(settings):
    server = SmtpServer().start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    yield server
    server.stop()


@pytest.fixture
def logged(caplog):
    """All that any logger says, as the handlers of the house write it."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(NamelessFilter())
    return caplog


def a_whole_pass(server, settings) -> list[str]:
    """One letter to one reader who agreed to everything; she opens it, follows each link, looks at
    her pages, and leaves. Returns the texts of the mails.
    """
    campaign = ApprovedCampaignFactory(issue__body=[("text", f"<p>{LINK}</p>")])
    agreed = {"open_tracking": "granted", "click_tracking": "granted"}
    add_subscribers(campaign.newsletter, 1, **agreed)
    start(campaign)
    send_pending(campaign.pk, worker="test")
    message = message_from_bytes(server.mails[0].content, policy=policy.default)
    texts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    for path in {path for text in texts for path in HIT.findall(unescape(text))}:
        assert ask(path, agent=AGENT, REMOTE_ADDR=IP, HTTP_X_FORWARDED_FOR=HOP)[0] in (200, 302)
    look_at_her_pages(" ".join(texts))
    ingest_spool()
    send_outgoing_mails.call_local()
    return texts


def look_at_her_pages(texts: str) -> None:
    reader = Client(REMOTE_ADDR=IP, HTTP_USER_AGENT=AGENT, HTTP_X_FORWARDED_FOR=HOP)
    pages = set(re.findall(r"https?://[^/\"]+(/(?:preferences|unsubscribe)/[^\"\s<>]+/)", texts))
    for path in pages:
        assert reader.get(path).status_code == 200
    for path in pages:
        reader.post(path, {"leave_all": "1", "List-Unsubscribe": "One-Click"})
    reader.get("/preferences/nothing-of-ours/")


def told(models) -> str:
    return "\n".join(repr(row) for model in models for row in model.objects.values())


def test_who_asked_is_written_down_nowhere(server, settings, tmp_path, logged):
    settings.SPOOL_DIR, settings.JOURNAL_DIR = str(tmp_path / "spool"), str(tmp_path / "journal")
    texts = a_whole_pass(server, settings)

    assert {event.kind for event in Event.objects.filter(delivery__isnull=False)} >= {
        "open",
        "click",
    }
    files = b"".join(path.read_bytes() for path in Path(tmp_path).rglob("*") if path.is_file())
    everything = told(apps.get_models()) + logged.text + files.decode()
    assert [secret for secret in (IP, HOP, "Zyzzyva") if secret in everything] == []
    assert READER not in told(COUNTED) + logged.text
    links = re.findall(r"https?://[^\s\"<>]+", " ".join(texts))
    assert links
    assert not [link for link in links if "user0" in link]
