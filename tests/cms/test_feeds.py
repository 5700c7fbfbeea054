from datetime import date
from xml.etree import ElementTree

import pytest

from tests.factories.cms import ArticleIndexPageFactory, ArticlePageFactory, in_english


@pytest.fixture
def index(home):
    return ArticleIndexPageFactory(parent=home)


def titles(client, address):
    tree = ElementTree.fromstring(client.get(address).content)
    return [item.text for item in tree.iter("title")][1:]


def test_rss_gives_the_newest_first(index, client):
    ArticlePageFactory(parent=index, title="Ancien", published_on=date(2016, 1, 1))
    ArticlePageFactory(parent=index, title="Récent", published_on=date(2018, 1, 1))
    ArticlePageFactory(parent=index, title="Brouillon", live=False)

    assert titles(client, "/feeds/fr/articles.rss") == ["Récent", "Ancien"]


def test_each_language_has_its_own(index, client):
    in_english(ArticlePageFactory(parent=index, title="Bonjour"), title="Hello")

    assert titles(client, "/feeds/en/articles.rss") == ["Hello"]


def test_atom_is_served_too(index, client):
    ArticlePageFactory(parent=index, author="Camille")

    response = client.get("/feeds/fr/articles.atom")

    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert b"<name>Camille</name>" in response.content


def test_an_unknown_language_has_no_feed(index, client):
    assert client.get("/feeds/xx/articles.rss").status_code == 404
