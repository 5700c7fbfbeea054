"""Whole addresses of pages follow SITE_URL."""

import pytest
from wagtail.models import Site

from cms.address import follow_site_url
from tests.factories.cms import StandardPageFactory


@pytest.fixture(autouse=True)
def _given(settings):
    settings.SITE_URL_IS_GIVEN = True


@pytest.mark.parametrize(
    "url", ["http://localhost:8001", "https://www.example.org", "http://lettres.example.org:8443"]
)
def test_a_page_has_the_address_that_people_can_open(home, settings, url):
    page = StandardPageFactory(parent=home, slug="le-reseau")
    settings.SITE_URL = url

    follow_site_url()

    assert page.full_url == f"{url}/fr/le-reseau/"


def test_another_site_keeps_its_own(home, settings):
    other = Site.objects.create(hostname="autre.example.org", root_page=home)
    settings.SITE_URL = "https://www.example.org"

    follow_site_url()

    other.refresh_from_db()
    assert (other.hostname, other.port) == ("autre.example.org", 80)


def test_an_address_that_another_site_has_is_left_to_it(home, settings):
    Site.objects.create(hostname="www.example.org", port=443, root_page=home)
    settings.SITE_URL = "https://www.example.org"

    follow_site_url()

    assert Site.objects.get(is_default_site=True).hostname != "www.example.org"


def test_a_command_that_was_not_told_the_address_leaves_it_as_it_is(home, settings):
    settings.SITE_URL = "http://localhost:8101"
    follow_site_url()
    settings.SITE_URL, settings.SITE_URL_IS_GIVEN = "http://localhost:8000", False

    follow_site_url()

    assert Site.objects.get(is_default_site=True).port == 8101


def test_a_new_database_gets_the_usual_address_even_so(home, settings):
    settings.SITE_URL_IS_GIVEN = False
    settings.SITE_URL = "http://localhost:8000"
    Site.objects.update(hostname="localhost", port=80)

    follow_site_url()

    assert Site.objects.get(is_default_site=True).port == 8000
