"""Whole addresses of pages follow SITE_URL."""

import pytest
from wagtail.models import Site

from cms.address import follow_site_url
from tests.factories.cms import StandardPageFactory


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
