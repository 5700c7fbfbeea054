import pytest
from wagtail.models import Locale

from campaigns.rendering.examples import example_name, example_of, received_by
from tests.factories.crm import SubscriberFactory


def test_the_example_reader_is_greeted(full_issue):
    mail = example_of(full_issue, first_name=example_name())

    assert "Bonjour Camille," in mail.html
    assert "Bonjour Camille," in mail.text


def test_without_a_name_the_fallback_is_shown(full_issue):
    assert "Bonjour à tous," in example_of(full_issue).text


def test_nothing_is_left_open_and_personal_links_are_harmless(full_issue):
    mail = example_of(full_issue)

    assert "\ue000" not in mail.html + mail.text
    assert f"/newsletters/{full_issue.newsletter.slug}/subscribe/" in mail.html


def english_of(issue, *, live=True):
    locale = Locale.objects.get_or_create(language_code="en")[0]
    issue.get_parent().copy_for_translation(locale, copy_parents=True)
    english = issue.copy_for_translation(locale)
    english.subject = "The English subject"
    english.live = live
    english.save()
    return english


def test_a_subscriber_is_greeted_by_her_name(full_issue):
    zoe = SubscriberFactory(first_name="Zoé")

    assert "Bonjour Zoé," in received_by(zoe, full_issue).html


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("granted", "Vous avez accepté"),
        ("", "au total seulement"),
        ("refused", "ne compte ni les ouvertures ni les clics"),
    ],
)
def test_the_footer_tells_the_tracking_she_chose(full_issue, choice, told):
    reader = SubscriberFactory(open_tracking=choice, click_tracking=choice)

    assert told in received_by(reader, full_issue).text


def test_no_link_of_hers_is_made(full_issue):
    reader = SubscriberFactory(open_tracking="granted", click_tracking="granted")
    mail = received_by(reader, full_issue)

    assert "\ue000" not in mail.html + mail.text
    for way in ("/c/", "/o/", "/u/", "/preferences/"):
        assert way not in mail.html + mail.text


def test_she_reads_the_published_translation_of_her_language(full_issue):
    english_of(full_issue)

    mail = received_by(SubscriberFactory(language="en"), full_issue)

    assert (mail.subject, mail.language) == ("The English subject", "en")


def test_without_a_published_translation_she_reads_the_source(full_issue):
    english = english_of(full_issue, live=False)
    reader = SubscriberFactory(language="en")

    assert received_by(reader, full_issue).language == "fr"
    assert received_by(SubscriberFactory(language="fr"), english).language == "fr"
