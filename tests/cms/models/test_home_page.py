from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType

from cms.models.home_page import MOST_LOGOS, HomePage
from tests.factories.campaigns import NewsletterFactory
from tests.factories.cms import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    CooperationIndexPageFactory,
    StandardPageFactory,
    in_english,
)
from tests.factories.crm import (
    CharterSignatureFactory,
    CooperationFactory,
    CooperationStageFactory,
    OrganisationFactory,
    TerritoryFactory,
)
from tests.factories.media_kit import ImageFactory

MOST_QUERIES = 25


@pytest.fixture
def full_home(home):
    """A home page on which nothing is missing."""
    page = StandardPageFactory(parent=home)
    door = {"title": "Rejoindre", "text": "Par ici", "target": {"page": page, "url": ""}}
    home.doors = [("door", door)] * 3
    home.image, home.newsletter = ImageFactory(), NewsletterFactory(slug="lettre-info")
    home.action_page, home.action_label = page, "Rejoindre le réseau"
    home.save()
    articles = ArticleIndexPageFactory(parent=home)
    for _number in range(4):
        ArticlePageFactory(parent=articles, cover=ImageFactory())
    CooperationIndexPageFactory(parent=home)
    territory = TerritoryFactory(code="26", name="Drôme", region="Auvergne-Rhône-Alpes")
    cooperation = CooperationFactory(territory=territory)
    CooperationStageFactory(cooperation=cooperation, stage="active", started_on=date(2018, 1, 1))
    for _number in range(8):
        OrganisationFactory(logo=ImageFactory())
    in_english(home)
    return home


@pytest.mark.parametrize(
    ("address", "kinds_are_known"), [("/fr/", False), ("/fr/", True), ("/en/", True)]
)
def test_it_asks_the_database_little(
    address, kinds_are_known, full_home, empty_caches, client, django_assert_max_num_queries
):
    """With the product's own caches, empty: what they ask and write counts too. A process that
    has just started asks for the kinds of pages besides, once."""
    client.get(address)  # the pictures are made once
    empty_caches()
    if not kinds_are_known:
        ContentType.objects.clear_cache()

    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(address)

    assert response.status_code == 200


def test_the_three_latest_articles(home):
    parent = ArticleIndexPageFactory(parent=home)
    for month in (3, 1, 4, 2):
        ArticlePageFactory(parent=parent, published_on=date(2018, month, 1))
    ArticlePageFactory(parent=parent, published_on=date(2018, 5, 1), live=False)

    shown = [article.published_on.month for article in home.latest_articles()]

    assert shown == [4, 3, 2]


def test_partners_are_those_with_a_logo_and_not_too_many(home):
    OrganisationFactory(name="Sans logo")
    OrganisationFactory.create_batch(MOST_LOGOS + 1, logo=ImageFactory())

    shown = home.partners()

    assert len(shown) == MOST_LOGOS
    assert "Sans logo" not in [organisation.name for organisation in shown]


def test_it_shows_sentence_action_doors_and_letter(full_home, client):
    page = client.get("/fr/").content.decode()

    assert full_home.headline in page
    assert "Rejoindre le réseau</a>" in page
    assert page.count("Par ici") == 3
    assert 'action="/newsletters/lettre-info/subscribe/"' in page


def test_it_shows_the_three_latest_articles(full_home, client):
    page = client.get("/fr/").content.decode()

    assert page.count("<article") == 3


def test_its_figures_count_the_records(full_home, client):
    CharterSignatureFactory.create_batch(3, signed_on=date(2016, 1, 1))

    page = client.get("/fr/").content.decode()

    assert "organisations signataires de la charte</dt><dd>3</dd>" in page
    assert "coopérations territoriales</dt><dd>1</dd>" in page


def test_it_leads_to_the_cooperations_of_a_region(full_home, client):
    assert "?region=Auvergne-Rh%C3%B4ne-Alpes" in client.get("/fr/").content.decode()


def test_its_row_can_be_locked(home):
    """As Wagtail does to put a page below it; PostgreSQL locks nothing that may be missing."""
    assert type(home).objects.select_for_update().get(pk=home.pk) == home


def test_an_empty_home_has_no_empty_parts(home, client):
    page = client.get("/fr/").content.decode()

    assert "<section" in page
    assert "<dl" not in page
    assert page.count("<h2") == 0


def test_columns_alone_come_without_what_stands_at_its_top(full_home):
    """Wagtail's explorer asks for some columns of each translation."""
    some = HomePage.objects.only("pk", "locale").select_related("locale")
    others = HomePage.objects.defer("doors", "image").select_related("locale")

    assert {page.locale.language_code for page in some} == {"fr", "en"}
    assert {page.image_id for page in others} == {full_home.image_id}
