from datetime import date

from crm.figures import figures_of
from tests.factories.cms import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
    in_english,
)


def figure(slug, year=2018):
    return next(result.value for result in figures_of(year) if result.slug == slug)


def test_articles_of_the_year_count_once_in_all_languages(home):
    index = ArticleIndexPageFactory(parent=home)
    in_english(ArticlePageFactory(parent=index))
    ArticlePageFactory(parent=index, published_on=date(2019, 1, 1))

    assert figure("articles") == 1


def test_a_draft_was_not_published(home):
    index = ArticleIndexPageFactory(parent=home)
    ArticlePageFactory(parent=index, live=False)

    assert not figure("articles")


def test_resources_count_by_kind(home):
    index = ResourceIndexPageFactory(parent=home)
    for kind in ("leaflet", "brochure", "poster", "journal"):
        ResourcePageFactory(parent=index, kind=kind)

    assert figure("leaflets_and_brochures") == 2
    assert figure("posters") == 1
    assert figure("journal_issues") == 1
    assert not figure("videos")
