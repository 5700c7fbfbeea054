from datetime import date

import pytest

from cms.models import ArticlePage
from tests.factories.cms import ArticleIndexPageFactory, ArticlePageFactory
from tests.factories.media_kit import ImageFactory


@pytest.fixture
def index(home):
    return ArticleIndexPageFactory(parent=home)


def test_it_shows_standfirst_date_author_and_time(index, client):
    article = ArticlePageFactory(parent=index, author="Camille Fabre", cover=ImageFactory())

    page = client.get(article.url).content.decode()

    for words in (article.standfirst, "21 novembre 2018", "Camille Fabre", "1 minute de lecture"):
        assert words in page


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (220, 1), (221, 2), (1100, 5)])
def test_reading_takes_a_minute_for_220_words(words, minutes):
    article = ArticlePage(body=[("text", "<p>" + "mot " * words + "</p>")])

    assert article.reading_minutes == minutes


def test_the_nearest_earlier_articles_are_related(index):
    first, second, third, fourth, fifth = (
        ArticlePageFactory(parent=index, published_on=date(2018, month, 1))
        for month in range(1, 6)
    )

    assert list(fifth.related()) == [fourth, third, second]
    assert list(second.related()) == [fourth, third, first]


def test_a_draft_is_not_related(index):
    article = ArticlePageFactory(parent=index)
    ArticlePageFactory(parent=index, live=False)

    assert list(article.related()) == []


def test_it_can_be_passed_on(index, client):
    page = client.get(ArticlePageFactory(parent=index, title="A & B").url).content.decode()

    assert "mailto:?subject=A%20%26%20B&amp;body=http%3A//" in page
    assert 'data-copy="http://' in page
