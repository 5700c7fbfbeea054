"""One issue with every block, and the site's root to link to."""

import pytest
from django.core.cache import cache
from wagtail.models import Locale, Page

from tests.factories.campaigns import IssuePageFactory, NewsletterPageFactory
from tests.factories.media_kit import ImageFactory


@pytest.fixture(autouse=True)
def _no_rendition_of_another_test():
    """Wagtail keeps renditions in the cache by image number, and numbers come again."""
    cache.clear()


@pytest.fixture
def home():
    return Page.objects.get(depth=2)


@pytest.fixture
def newsletter_page(home):
    return NewsletterPageFactory(parent=home, newsletter__name="La lettre")


@pytest.fixture
def make_issue(newsletter_page):
    """An issue on the site, in French unless told otherwise."""

    def make(*body, **fields):
        Locale.objects.get_or_create(language_code="en")
        return IssuePageFactory(parent=newsletter_page, body=list(body), **fields)

    return make


@pytest.fixture
def picture():
    image = ImageFactory()
    image.contextual_alt_text, image.decorative = "Un banc", False
    return image


@pytest.fixture
def full_issue(make_issue, home, picture):
    return make_issue(
        ("greeting", {"opening": "Bonjour", "fallback": "à tous"}),
        ("heading", "La rencontre"),
        ("text", '<p>Voici <a href="https://example.org/agenda">l’agenda</a>.</p>'),
        ("image", {"image": picture, "caption": "Le matin"}),
        ("button", {"label": "Je viens", "page": None, "url": "https://example.org/venir"}),
        ("article", {"page": home, "title": "", "summary": "", "with_image": True}),
        ("key_figure", {"value": "275", "caption": "équipes", "source": "2018"}),
        ("tracking_question", {"title": "Et vous ?", "text": "Dites-nous.", "label": "Répondre"}),
        ("separator", None),
        title="Prêts à partir",
        subject="Prêts ?",
        preheader="Deux journées",
    )
