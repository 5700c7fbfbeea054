"""What only the text search of PostgreSQL knows: stems."""

import pytest
from django.db import connection
from wagtail.search.backends import get_search_backend

from crm.models import Organisation
from tests.factories.crm import OrganisationFactory

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite compares whole words"
)


@pytest.mark.parametrize("words", ["reseaux solidaire", "RÉSEAUX"])
def test_one_finds_what_stands_in_another_number(words):
    organisation = OrganisationFactory(name="Le réseau des solidaires")
    backend = get_search_backend()
    backend.add(organisation)

    assert list(backend.search(words, Organisation)) == [organisation]
