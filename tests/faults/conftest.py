"""Real processes, real sockets, rows that are really committed."""

from pathlib import Path

import pytest
from django.db import connection
from wagtail.models import Locale

from campaigns.sending.planning import start
from tests.campaigns.sending.conftest import server  # noqa: F401 - the same fixture
from tests.factories.sending import ApprovedCampaignFactory, add_subscribers
from tests.faults.cluster import own_cluster, tool
from tests.faults.figures import GROUP, PEOPLE
from tests.faults.workers import kill_all

HERE = Path(__file__).parent
WITH_THEIR_OWN_DATABASE = ("test_commands",)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items) -> None:
    """Marked before pytest-django puts the tests that empty the database last."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.faults)
            if item.path.stem not in WITH_THEIR_OWN_DATABASE:
                item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture
def people() -> int:
    """To be asked for less where the fault needs no crowd."""
    return PEOPLE


@pytest.fixture
def campaign(people):
    """Flushed databases have no language left."""
    for language in ("fr", "en"):
        Locale.objects.get_or_create(language_code=language)
    campaign = ApprovedCampaignFactory()
    add_subscribers(campaign.newsletter, people)
    return campaign


@pytest.fixture
def started(campaign):
    start(campaign)
    return campaign


@pytest.fixture
def cluster(transactional_db):
    """To be asked for before the campaign, which is made in it."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    if not (tool("initdb") and tool("pg_ctl")):
        pytest.skip("initdb and pg_ctl are not installed here")
    with own_cluster() as cluster:
        yield cluster


@pytest.fixture(autouse=True)
def _small_groups(settings):
    """So that a short run has many fences."""
    settings.SEND_GROUP_SIZE = GROUP
    settings.SMTP_CONNECTIONS = 2


@pytest.fixture(autouse=True)
def _no_worker_stays(_small_groups):
    yield
    kill_all()
