"""An approved campaign, people to write to, and a mail server to send it through."""

import pytest

from campaigns.sending.planning import start
from tests.factories.sending import ApprovedCampaignFactory, add_subscribers
from tests.smtp_server import SmtpServer


@pytest.fixture
def campaign():
    return ApprovedCampaignFactory()


@pytest.fixture
def started(campaign):
    """To three people, not yet sent."""
    add_subscribers(campaign.newsletter, 3)
    start(campaign)
    return campaign


@pytest.fixture
def server(settings):
    """Settings point to it; its script is empty: it accepts everything."""
    server = SmtpServer().start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    yield server
    server.stop()
