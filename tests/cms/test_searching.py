import pytest
from wagtail.models import Locale
from wagtail.search import index as search_index

from cms.searching import search_pages
from tests.factories.campaigns import IssuePageFactory, NewsletterPageFactory
from tests.factories.cms import StandardPageFactory, in_english


def found(words, language="fr"):
    locale = Locale.objects.get(language_code=language)
    return [page.title for page in search_pages(words, locale)]


def a_page(home, title, **fields):
    page = StandardPageFactory(parent=home, title=title, **fields)
    search_index.insert_or_update_object(page)
    return page


def test_it_finds_live_pages_only(home):
    a_page(home, "Le tricot")
    a_page(home, "Le tricot caché", live=False)

    assert found("tricot") == ["Le tricot"]


@pytest.mark.parametrize("words", ["équipe", "equipe", "EQUIPE", "foret equipe"])
def test_accents_need_not_be_typed(home, words):
    a_page(home, "Une équipe en forêt")

    assert found(words) == ["Une équipe en forêt"]


def test_it_keeps_to_the_language(home):
    english = in_english(a_page(home, "Le réseau solidaire"), title="The solidaire network")
    search_index.insert_or_update_object(english)

    assert found("solidaire", "en") == ["The solidaire network"]


def test_an_issue_that_has_not_left_is_not_found(home):
    letters = NewsletterPageFactory(parent=home)
    issue = IssuePageFactory(parent=letters, title="Secret de demain", locale=home.locale)
    search_index.insert_or_update_object(issue)
    a_page(home, "Aucun secret")

    assert found("secret") == ["Aucun secret"]
