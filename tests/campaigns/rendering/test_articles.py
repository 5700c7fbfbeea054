from dataclasses import replace

import pytest
from wagtail.models import Page

from campaigns.models import NewsletterPage
from campaigns.rendering import articles
from campaigns.rendering.articles import Article, article_of, register


@pytest.fixture
def registry(monkeypatch):
    """What is registered in a test is forgotten after it."""
    monkeypatch.setattr(articles, "_summaries", {})


@pytest.mark.usefixtures("registry")
def test_a_page_nobody_registered_gives_its_own_words(home):
    home.search_description = "Ce que nous faisons"

    assert article_of(home) == Article(home.title, "Ce que nous faisons")


@pytest.mark.usefixtures("registry")
def test_the_registered_summary_is_used(newsletter_page):
    register(NewsletterPage, lambda page: Article("Titre", page.newsletter.name))

    assert article_of(Page.objects.get(pk=newsletter_page.pk)) == Article("Titre", "La lettre")


@pytest.mark.usefixtures("registry")
def test_a_summary_holds_for_inheriting_types(newsletter_page):
    register(Page, lambda page: replace(Article(page.title), summary="de base"))

    assert article_of(newsletter_page).summary == "de base"
