import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.models import ArticlePage, HomePage, ResourcePage
from crm.models import Network
from media_kit.demonstration import audience, organisations, site, territories
from media_kit.models import KitItem
from tests.factories.crm import UserFactory


@pytest.fixture(scope="module", autouse=True)
def loaded(load_once):
    with load_once():
        organisations.load()
        territories.load()
        audience.load(0)
        site.load()
        yield


def test_every_page_of_the_demonstration_shows(client):
    for page in Page.objects.live().filter(depth__gt=1, depth__lt=4):
        assert client.get(page.url).status_code == 200, page.url


@pytest.mark.parametrize("view", ["wagtailadmin_explore", "wagtailadmin_pages:edit"])
def test_and_opens_in_the_back_office(view, client):
    client.force_login(UserFactory(is_superuser=True))
    for page in Page.objects.filter(depth__gt=1, depth__lt=4):
        assert client.get(reverse(view, args=[page.pk])).status_code == 200, page


def test_the_publications_of_2018():
    of_2018 = {"published_on__year": 2018, "locale__language_code": "fr"}

    assert ArticlePage.objects.filter(**of_2018).count() == 44
    assert ResourcePage.objects.filter(**of_2018, kind="practice_sheet").count() == 7
    assert ResourcePage.objects.filter(**of_2018, kind="video").count() == 5


def test_the_home_page_exists_in_two_languages():
    languages = HomePage.objects.live().values_list("locale__language_code", flat=True)

    assert set(languages) == {"fr", "en"}


@pytest.mark.parametrize("address", ["/fr/", "/en/"])
def test_its_home_pages_ask_the_database_little(
    address, empty_caches, client, django_assert_max_num_queries
):
    """At most 25 queries with the product's own caches, empty."""
    client.get(address)  # the pictures are made once
    empty_caches()

    with django_assert_max_num_queries(25):
        page = client.get(address).content.decode()

    assert page.count("<img") >= 16


def test_english_pages_speak_english():
    home = HomePage.objects.get(locale__language_code="en")

    assert home.headline == "Nobody should grow old alone."
    assert ArticlePage.objects.descendant_of(home).count() == len(site.RECENT_ARTICLES)


def test_the_kit_has_files():
    assert KitItem.objects.filter(kind="logo").exists()
    assert KitItem.objects.filter(kind="press_release").exclude(document=None).exists()


def test_loading_twice_changes_nothing():
    before = Page.objects.count()

    site.load()

    assert Page.objects.count() == before
    assert Network.load().name == "Maille"
