from campaigns.rendering.articles import article_of
from tests.factories.cms import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
    StandardPageFactory,
)
from tests.factories.media_kit import ImageFactory


def test_an_article_gives_its_standfirst_and_cover(home):
    article = ArticlePageFactory(
        parent=ArticleIndexPageFactory(parent=home), cover=ImageFactory(), standfirst="En bref."
    )

    summed_up = article_of(article)

    assert (summed_up.title, summed_up.summary) == (article.title, "En bref.")
    assert summed_up.image == article.cover


def test_a_resource_gives_its_summary(home):
    index = ResourceIndexPageFactory(parent=home)

    assert article_of(ResourcePageFactory(parent=index, summary="À lire.")).summary == "À lire."


def test_a_standard_page_gives_its_introduction(home):
    assert article_of(StandardPageFactory(parent=home)).summary == "Qui nous sommes."
