import pytest
from django.urls import reverse

from crm.models import Network
from tests.factories.cms import ArticleIndexPageFactory, in_english


@pytest.mark.parametrize(("accepted", "address"), [("en-GB,fr;q=0.5", "/en/"), ("fr", "/fr/")])
def test_the_front_door_follows_the_visitors_language(client, accepted, address):
    response = client.get("/", headers={"accept-language": accepted})

    assert response.status_code == 302
    assert response.headers["Location"] == address
    assert "Accept-Language" in response.headers["Vary"]


def test_an_unknown_language_gets_french(client):
    assert client.get("/", headers={"accept-language": "xx"}).headers["Location"] == "/fr/"


def test_search_has_its_address_in_each_language(home, client):
    assert "Mots à chercher" in client.get("/fr/recherche/").content.decode()
    assert "Words to look for" in client.get("/en/search/").content.decode()


def test_search_says_what_it_did_not_find(home, client):
    page = client.get("/fr/recherche/", {"q": "<b>introuvable"}).content.decode()

    assert "0 page trouvée" in page
    assert "&lt;b&gt;introuvable" in page


def test_robots_learn_where_the_map_is(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_the_sitemap_lists_live_pages(home, client):
    ArticleIndexPageFactory(parent=home, slug="actualites")
    ArticleIndexPageFactory(parent=home, slug="brouillon", live=False)

    text = client.get("/sitemap.xml").content.decode()

    assert "/fr/actualites/" in text
    assert "brouillon" not in text


def test_the_theme_may_stay_in_caches(client):
    response = client.get("/theme.css")

    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "max-age=86400" in response.headers["Cache-Control"]


def test_pages_ask_for_the_theme_only_when_there_is_one(home, client):
    before = client.get("/fr/").content.decode()
    network = Network.load()
    network.primary_colour = "#5a2a6e"
    network.save()

    assert "theme.css" not in before
    assert "/theme.css?v=5a2a6e" in client.get("/fr/").content.decode()


def test_a_lost_page_speaks_the_visitors_language(home, client):
    in_english(home)

    french, english = client.get("/fr/perdue/"), client.get("/en/lost/")

    assert (french.status_code, english.status_code) == (404, 404)
    assert "a glissé de l’aiguille" in french.content.decode()
    assert "slipped off the needle" in english.content.decode()


def test_a_site_without_pages_still_answers(client):
    assert client.get("/fr/perdue/").status_code == 404


def test_public_pages_hold_nothing_inline(home, client):
    page = client.get("/fr/").content.decode()

    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page
    assert "onclick" not in page


def test_a_site_without_a_home_page_says_what_to_do(client):
    page = client.get("/fr/").content.decode()

    assert "Ce site va bientôt commencer" in page
    assert reverse("wagtailadmin_home") in page
