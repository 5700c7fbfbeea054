"""Fixtures that every test may ask for. What a single app needs stands in that app's conftest."""

import os
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from config.settings import base
from tests import migrated
from tests.emptying import empty_lightly
from tests.smtp_sink import start_sink

# A busy machine is no failure: no example has a time limit.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def _database(db):
    """Every test may use the database; it is rolled back afterwards."""


@pytest.fixture(scope="session", autouse=True)
def _emptied_lightly(django_db_setup):
    empty_lightly(connection)


@pytest.fixture(autouse=True)
def _french():
    """Every test begins in French, whatever language the one before it left behind."""
    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept():
    """What one test cached is nothing to the next, whose rows have the same numbers."""
    cache.clear()


@pytest.fixture
def empty_caches(settings) -> Callable[[], None]:
    """From here on the caches are the product's own; called, it empties them."""
    settings.CACHES = base.CACHES

    def empty() -> None:
        for each in caches.all():
            each.clear()

    return empty


@pytest.fixture
def smtp_sink(settings):
    """A real mail server that Django's own mail backend sends to."""
    sink, controller = start_sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.host, sink.port
    yield sink
    controller.stop()


# The same on every database: run with the first one only. (Transports take envelopes, no rows; by
# commands alone the faults are those of their own files, and `make faults` runs them on both.)
ONCE = (
    "browser/test_progress",
    "browser/test_sign_up",
    "browser/test_subscriber",
    "campaigns/domain_check",
    "campaigns/inbox/test_reading",
    "campaigns/management/benchmarks",
    "campaigns/rendering",
    "campaigns/sending/transports",
    "config/dev",
    "config/settings",
    "faults/test_commands",
    "journeys/test_back_office",
    "journeys/test_mails",
    "journeys/test_uploads",
    "journeys/test_visited_addresses",
    "media_kit/demonstration",
    "media_kit/management",
    "test_house",
    "test_words",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).as_posix().startswith(ONCE):
            item.add_marker(pytest.mark.once)


class TogetherInTheBrowser(LoadScopeScheduling):
    """Every test goes to whichever worker is free, but those of tests/browser go to two of them,
    which start all processes once: one only looks at pages, the other lives in them, and each
    alone would be the last to end. Those that share a loaded demonstration go together likewise.
    (--dist loadgroup does nothing under pytest 9.2:
    https://github.com/pytest-dev/pytest-xdist/issues/1386)
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(("tests/browser/test_pages.py", "tests/browser/test_weight.py")):
            return "looks"
        if nodeid.startswith("tests/browser/"):
            return "browser"
        if nodeid.startswith(("tests/media_kit/demonstration/", "tests/media_kit/management/")):
            return nodeid.partition("::")[0]
        return nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return TogetherInTheBrowser(config, log)


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings):
    if migrated.is_sqlite(settings.DATABASES["default"]):
        migrated.copy_file(Path(settings.DATABASES["default"]["TEST"]["NAME"]))
        return True
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated.migrated_database()
    return request.config.getvalue("reuse_db")


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    if is_worker or config.option.collectonly:
        return
    if not migrated.is_sqlite(settings.DATABASES["default"]):
        _insist_on_postgresql()
    migrated.prepare(settings.DATABASES["default"])


def _insist_on_postgresql() -> None:
    """It was asked for: where it does not answer, say what to do, once."""
    try:
        # The database that TEST_DATABASE_URL names need not exist: tests make their own.
        server = migrated.server(settings.DATABASES["default"])
        psycopg.connect(f"{server}/postgres", connect_timeout=5).close()
    except psycopg.OperationalError as error:
        pytest.exit(
            "PostgreSQL does not answer, so the tests on it did not run. Start a server on "
            f"127.0.0.1:5432 (user postgres, no password) or set TEST_DATABASE_URL. {error}",
            returncode=1 if os.environ.get("CI") else 0,
        )
