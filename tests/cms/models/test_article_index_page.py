from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.cms import ArticleIndexPageFactory, ArticlePageFactory
from tests.factories.media_kit import ImageFactory


@pytest.fixture
def index(home):
    return ArticleIndexPageFactory(parent=home)


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_the_newest_comes_first(index, client):
    ArticlePageFactory(parent=index, title="Ancien", published_on=date(2016, 1, 1))
    ArticlePageFactory(parent=index, title="Récent", published_on=date(2018, 1, 1))

    page = client.get(index.url).content.decode()

    assert page.index("Récent") < page.index("Ancien")


def test_drafts_are_not_listed(index, client):
    ArticlePageFactory(parent=index, title="Brouillon", live=False)

    assert "Brouillon" not in client.get(index.url).content.decode()


def test_three_articles_cost_no_more_queries_than_one(index, client):
    ArticlePageFactory(parent=index, cover=ImageFactory())
    one = queries_of(client, index.url)
    ArticlePageFactory.create_batch(2, parent=index, cover=ImageFactory())

    assert queries_of(client, index.url) == one


def test_long_lists_are_cut(index, client):
    ArticlePageFactory.create_batch(13, parent=index)

    assert client.get(index.url).content.decode().count("<article") == 12
    assert client.get(index.url + "?page=2").content.decode().count("<article") == 1


@pytest.mark.parametrize("page", ["0", "99", "x", "1'", "\0"])
def test_a_page_that_does_not_exist_shows_another(index, client, page):
    ArticlePageFactory(parent=index)

    assert client.get(index.url, {"page": page}).content.decode().count("<article") == 1


def test_an_empty_list_says_so(index, client):
    assert "en cours d’écriture" in client.get(index.url).content.decode()
