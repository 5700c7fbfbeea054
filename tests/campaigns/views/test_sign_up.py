import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone

from campaigns.forms.stamp import Stamp, read_stamp
from campaigns.models import Subscription
from crm.models import Consent, OutgoingMail, Subscriber, Suppression
from crm.suppression import suppress
from tests.factories.campaigns import NewsletterFactory, SubscriptionFactory
from tests.factories.crm import TerritoryFactory

URL = "/newsletters/info/subscribe/"


@pytest.fixture(autouse=True)
def newsletter():
    return NewsletterFactory(slug="info", name="Lettre info")


def hidden_fields(page) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))


@pytest.fixture
def fill_in(client):
    """Opens the form, fills it in and sends it."""

    def filled_in(email="zoe@example.org", *, headers=None, **answers):
        hidden = hidden_fields(client.get(URL))
        return client.post(URL, {**hidden, "email": email, **answers}, headers=headers)

    return filled_in


def test_a_visitor_signs_up(fill_in, client):
    TerritoryFactory(code="35")

    answer = fill_in(first_name="Zoé", territory="35", opens="on")

    zoe = Subscriber.objects.get()
    assert (zoe.first_name, zoe.territory.code, zoe.language) == ("Zoé", "35", "fr")
    assert zoe.subscriptions.get().state == Subscription.State.PENDING
    assert OutgoingMail.objects.get().to == "zoe@example.org"
    assert client.get(answer["Location"]).status_code == 200


def test_the_boxes_are_unticked_and_what_is_stored_is_what_was_shown(fill_in, client):
    page = unescape(client.get(URL).content.decode())
    assert "checked" not in page

    fill_in(clicks="on")

    consent = Consent.objects.get(purpose="click_tracking")
    assert consent.wording.text in page
    assert consent.proof == URL


@pytest.mark.parametrize(
    "known",
    ["unknown", "subscribed", "waiting", "left", *(reason.value for reason in Suppression.Reason)],
)
def test_the_answer_says_nothing_of_the_address(fill_in, client, newsletter, known):
    """Row B9 of the trust figures."""
    expected = fill_in("nobody@example.org")
    if known != "unknown":
        SubscriptionFactory(
            subscriber__email="zoe@example.org",
            newsletter=newsletter,
            unsubscribed=known == "left",
            pending=known == "waiting",
        )
    if known in Suppression.Reason.values:
        suppress("zoe@example.org", known)

    answer = fill_in()

    assert answer.serialize() == expected.serialize()
    assert client.get(answer["Location"]).content == client.get(expected["Location"]).content


def test_neither_the_form_nor_the_answer_sets_a_cookie(fill_in, client):
    answer = fill_in()
    client.get(answer["Location"])

    assert not client.cookies


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_language_of_the_page_is_the_language_of_the_mail(client, language):
    page = client.get(URL, {"language": language})

    client.post(URL, {**hidden_fields(page), "email": "zoe@example.org"})

    assert page["Content-Language"] == language
    assert f'<html lang="{language}"' in page.content.decode()
    assert Subscriber.objects.get().language == language
    assert OutgoingMail.objects.get().language == language


def test_a_form_left_open_for_a_day_is_accepted(client):
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        hidden = hidden_fields(client.get(URL))

    client.post(URL, {**hidden, "email": "zoe@example.org"})

    assert Subscriber.objects.exists()


@pytest.mark.parametrize("oddity", [{"subject_line": "x"}, {"stamp": ""}, {"stamp": "forged"}])
def test_what_looks_like_a_robot_is_asked_to_press_again_and_gets_through(client, oddity):
    hidden = hidden_fields(client.get(URL))

    asked = client.post(URL, {**hidden, "email": "zoe@example.org", **oddity})
    assert asked.status_code == 200
    assert not Subscriber.objects.exists()

    again = {**hidden_fields(asked), "email": "zoe@example.org"}
    assert client.post(URL, again).status_code == 302
    assert Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({}, True),
    ],
)
def test_a_form_on_another_site_signs_nobody_up(fill_in, headers, accepted):
    fill_in(headers=headers)

    assert Subscriber.objects.exists() is accepted


@pytest.mark.parametrize(
    "email", ["", "zoe", "zoe@example", "zoe@example.org\nbcc: x@y.org", "a@b@c.org"]
)
def test_a_malformed_address_gets_a_sentence(fill_in, email):
    answer = fill_in(email)

    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert not OutgoingMail.objects.exists()


def test_a_name_that_would_make_a_link_is_refused(fill_in):
    answer = fill_in(first_name="Win https://spam.example")

    assert answer.context["form"].errors["first_name"]
    assert not Subscriber.objects.exists()


def test_a_letter_for_insiders_has_no_form(client):
    NewsletterFactory(slug="insiders", is_public=False)

    assert client.get("/newsletters/insiders/subscribe/").status_code == 404


def test_looking_at_the_form_writes_nothing(client, django_assert_num_queries):
    client.get(URL)
    client.head(URL)

    assert not Consent.objects.exists()
    assert not Subscriber.objects.exists()


SEVERAL = "/newsletters/subscribe/"


@pytest.fixture
def training():
    return NewsletterFactory(slug="formations", name="Formations")


def test_several_letters_are_asked_for_at_once(client, newsletter, training):
    page = client.get(SEVERAL)

    client.post(
        SEVERAL,
        {**hidden_fields(page), "email": "zoe@example.org", "letters": ["info", "formations"]},
    )

    zoe = Subscriber.objects.get()
    asked = {row.purpose for row in zoe.consents.filter(act="requested")}
    assert asked == {"newsletter:info", "newsletter:formations"}
    assert OutgoingMail.objects.count() == 1
    assert "checked" not in page.content.decode()


def test_only_the_letters_ticked_are_asked_for(client, training):
    hidden = hidden_fields(client.get(SEVERAL))

    client.post(SEVERAL, {**hidden, "email": "zoe@example.org", "letters": ["formations"]})

    assert Subscription.objects.get().newsletter == training


def test_no_letter_ticked_gets_a_sentence(client, training):
    hidden = hidden_fields(client.get(SEVERAL))

    answer = client.post(SEVERAL, {**hidden, "email": "zoe@example.org"})

    assert answer.context["form"].errors["letters"] == ["Cochez au moins une lettre."]
    assert not Subscriber.objects.exists()


def test_the_letters_may_come_in_another_language_than_the_form(fill_in):
    fill_in(letters_language="en")

    zoe = Subscriber.objects.get()
    assert zoe.language == "en"
    assert zoe.consents.get().wording.language == "fr"


def test_a_box_sent_twice_is_one_act(fill_in):
    fill_in(opens=["on", "on"])
    fill_in(opens=["on", "on"])

    assert Consent.objects.filter(purpose="open_tracking").count() == 1


def test_letters_for_insiders_are_not_offered_by_name(client, training):
    NewsletterFactory(slug="insiders", is_public=False)

    assert client.get(SEVERAL, {"newsletters": "insiders"}).status_code == 404
    page = client.get(SEVERAL, {"newsletters": "insiders,formations,info"})
    assert [row.slug for row in page.context["form"].newsletters] == ["formations", "info"]


def test_a_form_that_comes_back_still_knows_the_page_it_stood_on(client):
    hidden = hidden_fields(client.get(URL))
    digest = read_stamp(hidden["stamp"]).digest
    elsewhere = str(Stamp(digest, "/fr/le-reseau/"))
    asked_again = client.post(
        URL, hidden | {"email": "zoe@example.org", "stamp": elsewhere, "subject_line": "hello"}
    )

    client.post(URL, hidden_fields(asked_again) | {"email": "zoe@example.org"})

    assert Consent.objects.get().proof == "/fr/le-reseau/"
