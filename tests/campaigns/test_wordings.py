from campaigns.wordings import wordings
from crm.consent import CLICK_TRACKING, OPEN_TRACKING
from crm.models import ConsentWording
from tests.factories.campaigns import NewsletterFactory


def test_a_form_shows_a_sentence_for_each_purpose(django_assert_num_queries):
    newsletter = NewsletterFactory(slug="info", name="Lettre info")

    with django_assert_num_queries(0):
        shown = wordings("fr", newsletter)

    assert list(shown.texts) == ["newsletter:info", OPEN_TRACKING, CLICK_TRACKING]
    assert "Lettre info" in shown.texts["newsletter:info"]


def test_another_language_or_sentence_has_another_digest():
    newsletter = NewsletterFactory()

    digests = {wordings(*shown).digest for shown in [("fr",), ("en",), ("fr", newsletter)]} | {
        wordings("fr").digest
    }

    assert len(digests) == 3


def test_what_was_shown_is_kept_once():
    shown = wordings("en")

    kept = shown.keep(OPEN_TRACKING)

    assert shown.keep(OPEN_TRACKING) == kept
    assert (kept.text, kept.language) == (shown.texts[OPEN_TRACKING], "en")
    assert ConsentWording.objects.count() == 1
