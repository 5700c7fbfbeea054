"""Every block through wagtail-localize, to English and back into an e-mail; and its own rules."""

import pytest
from django.utils.translation import override
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from campaigns.blocks import IssueBody
from campaigns.models import IssuePage
from campaigns.rendering.checks import check_issue
from campaigns.rendering.examples import example_of
from tests.factories.campaigns import IssuePageFactory, NewsletterPageFactory
from tests.factories.media_kit import ImageFactory


@pytest.fixture
def english():
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def issue():
    image = ImageFactory()
    image.contextual_alt_text, image.decorative = "Un banc", False
    body = [
        ("greeting", {"opening": "Bonjour", "fallback": "à tous"}),
        ("heading", "Titre"),
        ("text", '<p>Un <b>texte</b> et <a href="https://example.org/fr">un lien</a></p>'),
        ("image", {"image": image, "caption": "Légende"}),
        ("button", {"label": "Lire", "page": None, "url": "https://example.org/"}),
        ("key_figure", {"value": "275", "caption": "équipes", "source": ""}),
        ("separator", None),
    ]
    page = NewsletterPageFactory(parent=Page.objects.get(depth=2))
    return IssuePageFactory(parent=page, body=body, subject="Sujet", preheader="Aperçu")


def translate(issue, locale):
    """As the editor does: translate the archive page, then the issue, each string in brackets."""
    TranslationSource.update_or_create_from_instance(issue.get_parent().specific)
    issue.get_parent().specific.copy_for_translation(locale, copy_parents=True)
    source, _created = TranslationSource.update_or_create_from_instance(issue)
    translation = Translation.objects.create(source=source, target_locale=locale)
    translation.save_target(publish=False)
    return source, translation


def finish(source, translation):
    for segment in source.stringsegment_set.select_related("string"):
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context,
            locale=translation.target_locale, data=f"EN {segment.string.data}",
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )  # fmt: skip
    translation.save_target(publish=False)
    return IssuePage.objects.get(
        translation_key=source.object_id, locale=translation.target_locale
    ).get_latest_revision_as_object()


def test_a_translation_starts_as_a_draft_that_cannot_be_sent(issue, english):
    _source, translation = translate(issue, english)
    draft = IssuePage.objects.get(translation_key=issue.translation_key, locale=english)

    assert not draft.live
    assert translation.get_progress()[1] == 0
    with override("en"):
        assert "is not finished" in " ".join(check_issue(draft))


def test_every_block_of_the_translation_says_the_translated_words(issue, english):
    translated = finish(*translate(issue, english))

    text = example_of(translated).text
    for said in ("EN Bonjour EN à tous,", "EN Titre", "EN Un", "EN Un banc", "EN Légende"):
        assert said in text
    for said in ("EN Lire", "EN 275", "EN équipes"):
        assert said in text
    assert (translated.subject, translated.preheader) == ("EN Sujet", "EN Aperçu")
    assert check_issue(translated) == []


def test_the_footer_speaks_the_language_of_the_page(issue, english):
    translated = finish(*translate(issue, english))

    assert "Unsubscribe" in example_of(translated).text
    assert 'lang="en"' in example_of(translated).html


def test_a_button_leads_to_one_place():
    button = IssueBody().child_blocks["button"]
    page = Page.objects.get(depth=2)
    value = button.to_python({"label": "Lire", "page": page.pk, "url": "https://example.org/"})

    with pytest.raises(StructBlockValidationError):
        button.clean(value)
