"""A letter that holds one block of each kind."""

from wagtail.models import Page

from campaigns.models import IssuePage
from tests.factories.campaigns import IssuePageFactory, NewsletterPageFactory
from tests.factories.media_kit import ImageFactory


def issue_with_every_block() -> IssuePage:
    home = Page.objects.get(depth=2)
    picture = ImageFactory()
    picture.contextual_alt_text, picture.decorative = "Un banc", False
    return IssuePageFactory(
        parent=NewsletterPageFactory(parent=home),
        preheader="Deux journées",
        body=[
            ("greeting", {"opening": "Bonjour", "fallback": "à tous"}),
            ("heading", "La rencontre"),
            ("text", '<p>Voici <a href="https://example.org/agenda">l’agenda</a>, là.</p>'),
            ("image", {"image": picture, "caption": "Le matin"}),
            ("button", {"label": "Je viens", "page": None, "url": "https://example.org/venir"}),
            ("article", {"page": home, "title": "", "summary": "", "with_image": True}),
            ("key_figure", {"value": "275", "caption": "équipes", "source": "2018"}),
            ("tracking_question", {"title": "Et vous ?", "text": "Dites.", "label": "Répondre"}),
            ("separator", None),
        ],
    )
