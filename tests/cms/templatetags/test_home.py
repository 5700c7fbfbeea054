import datetime as dt

from cms.templatetags.home import LOGOS, latest_articles, network_today, partners
from tests.factories.cms import ArticleIndexPageFactory, ArticlePageFactory
from tests.factories.crm import CooperationFactory, OrganisationFactory, TerritoryFactory
from tests.factories.media_kit import ImageFactory


def test_figures_and_regions_come_from_one_count():
    CooperationFactory(territory=TerritoryFactory(code="26", region="Auvergne-Rhône-Alpes"))

    today = network_today()

    assert list(today["regions"]) == [("Auvergne-Rhône-Alpes", 1)]
    assert [figure.value for figure in today["figures"]] == [1]


def test_the_three_latest_articles(home):
    parent = ArticleIndexPageFactory(parent=home)
    days = [dt.date(2018, month, 1) for month in (3, 1, 4, 2)]
    for day in days:
        ArticlePageFactory(parent=parent, published_on=day)
    ArticlePageFactory(parent=parent, live=False)

    shown = [article.published_on.month for article in latest_articles(home)]

    assert shown == [4, 3, 2]


def test_partners_are_those_with_a_logo_and_not_too_many():
    OrganisationFactory(name="Sans logo")
    logo = ImageFactory()
    OrganisationFactory.create_batch(LOGOS + 1, logo=logo)

    shown = partners()

    assert len(shown) == LOGOS
    assert "Sans logo" not in [organisation.name for organisation in shown]
