"""A file to import, and what its report counts."""

import pytest
from django.utils.translation import override

from campaigns.importing.subscribers import import_subscribers
from tests.factories.campaigns import NewsletterFactory

HEADER = "email,first_name,last_name,language,territory,tags,open_tracking,click_tracking\n"
PROOF = "Inscriptions du forum"


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def newsletter():
    return NewsletterFactory(slug="lettre-info")


@pytest.fixture
def run(tmp_path, newsletter):
    """Imports this text into the newsletter, unless told otherwise."""

    def imported(text: str, *, encoding: str = "utf-8", **options):
        file = tmp_path / "people.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        defaults = {"newsletter": newsletter, "consent_source": PROOF}
        return import_subscribers(file, **(defaults | options))

    return imported


def counts(report):
    return report.created, report.updated, report.unchanged, len(report.refused)
