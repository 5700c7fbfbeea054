import pytest
from bs4 import BeautifulSoup

from campaigns.rendering.links import LinkRegistry, absolute, is_followed, rewrite_links, rewriter
from campaigns.rendering.placeholders import slot


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://maille.example"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/fr/page/", "https://maille.example/fr/page/"),
        ("https://example.org/?a=1&b=2#c", "https://example.org/?a=1&b=2#c"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+33100000000", "tel:+33100000000"),
        ("#top", "#top"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://[", ""),
        (" ", ""),
    ],
)
def test_addresses_become_absolute_or_nothing(url, expected):
    assert absolute(url) == expected


def test_only_web_addresses_are_followed():
    assert is_followed("https://example.org/")
    assert not is_followed("mailto:a@example.org")


def test_the_same_address_has_one_number():
    links = LinkRegistry()

    numbers = [links.number(url) for url in ("https://a.example/", "https://b.example/")]
    again = links.number("https://a.example/")

    assert [*numbers, again] == [1, 2, 1]
    assert links.rows() == [(1, "https://a.example/"), (2, "https://b.example/")]


@pytest.mark.parametrize("url", ["mailto:a@example.org", "tel:+331", "#top", slot("web_url")])
def test_what_is_no_content_link_is_not_numbered(url):
    links = LinkRegistry()

    assert rewriter(links)(url) == url
    assert links.rows() == []


def test_without_a_registry_links_stay_direct():
    assert rewriter(None)("/fr/") == "https://maille.example/fr/"


def test_a_link_that_leads_nowhere_becomes_its_words():
    soup = BeautifulSoup('<p><a href="javascript:x()">ici</a><img src="/m/a.png"/></p>', "lxml")

    rewrite_links(soup, rewriter(None))

    assert soup.find("a") is None
    assert soup.img["src"] == "https://maille.example/m/a.png"
