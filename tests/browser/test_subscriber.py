"""A subscriber from her first letter to the last trace of her, in French on a phone and in English
at 400 % zoom: axe is silent on each page, nothing is cut off, no other host is asked.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.browser.chromium import ENLARGED, new_context
from tests.browser.subscriber import Subscriber

pytestmark = [pytest.mark.looks, pytest.mark.usefixtures("steps_so_far")]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SCREENS = {
    "fr": PHONE | {"locale": "fr-FR"},
    "en": {"viewport": ENLARGED, "locale": "en-GB"},
}
FORM = {"fr": "/fr/le-reseau/", "en": "/en/the-network/"}
LETTERS = {
    "fr": ("La lettre d’information", "La lettre des coopérations"),
    "en": ("The newsletter", "The cooperations’ letter"),
}
TOPIC = {"fr": "Formations", "en": "Training"}
OTHER = {"fr": "en", "en": "fr"}


@pytest.fixture(scope="module", params=SCREENS)
def reader(request, chrome: Browser, site: str) -> Iterator[Subscriber]:
    language = request.param
    context = new_context(chrome, **SCREENS[language])
    yield Subscriber(
        context.new_page(), site, language, f"camille.de.la.fontaine.{language}@courriel.example"
    )
    context.close()


@pytest.fixture(scope="module")
def mine(reader) -> dict[str, str]:
    """The personal links she has come by."""
    return {}


def sign_up(reader: Subscriber) -> None:
    reader.page.goto(reader.site + FORM[reader.language])
    reader.field("Your e-mail address").fill(reader.address)
    for name in LETTERS[reader.language]:
        reader.page.get_by_label(name).check()


def open_preferences(reader: Subscriber, mine: dict[str, str]) -> None:
    reader.page.goto(mine["preferences"])
    reader.reads("My letters")


def test_1_she_signs_up_by_the_form_on_a_page(reader):
    sign_up(reader)
    reader.looks()
    reader.page.locator("[name=opens]").check()
    reader.press("Receive the letters")

    reader.reads("Look into your mailbox")


def test_2_she_confirms_on_the_page_behind_the_link_of_a_mail(reader, mine):
    reader.follow_in_mail("Confirm your subscription to %(name)s", "Confirm my subscription")
    reader.reads("One last press")
    reader.press("Confirm my subscription")

    reader.reads("You are subscribed")
    reader.follow("Choose my letters, my language and my département")
    reader.reads("My letters")
    mine["preferences"] = reader.page.url


def test_3_she_chooses(reader):
    page, language = reader.page, reader.language
    page.get_by_label(LETTERS[language][1]).uncheck()
    page.get_by_label(TOPIC[language]).check()
    reader.field("No letter before").fill(str(in_a_month()))
    reader.field("First name").fill("Camille")
    reader.field("My département").select_option("59")
    reader.press("Save my choices")

    reader.is_told(LETTERS[language][1])
    reader.press("Save my choices")
    reader.is_told(reader.say("Your choices are saved."))
    expect(reader.field("No letter before")).to_have_value(str(in_a_month()))
    expect(page.get_by_label(LETTERS[language][1])).not_to_be_checked()


def in_a_month():
    return timezone.localdate() + timedelta(days=30)


def test_4_another_language_and_back(reader):
    mother_tongue = reader.language
    for language in (OTHER[mother_tongue], mother_tongue):
        reader.field("Language").select_option(language)
        reader.press("Save my choices")
        reader.language = language
        reader.reads("My letters")

    reader.is_told(reader.say("Your choices are saved."))


def test_5_she_withdraws_her_consent_to_be_counted(reader, mine):
    reader.page.goto(f"{mine['preferences']}tracking/")
    reader.reads("What is recorded of my reading")
    expect(reader.page.locator("[name=opens][value=granted]")).to_be_checked()
    reader.press("Record nothing of what I read")

    reader.is_told(
        reader.say(
            "From now on nothing is recorded of what you read, for letters already sent as well."
        )
    )
    expect(reader.page.locator("[name=opens][value=refused]")).to_be_checked()


def test_6_she_downloads_what_is_kept_about_her(reader, mine, tmp_path):
    open_preferences(reader, mine)
    reader.press("Send me the link")
    reader.reads("Look into your mailbox")
    reader.follow_in_mail("The link to your data", "See my data")
    reader.reads("My data")
    mine["data"] = reader.page.url
    with reader.page.expect_download() as coming:
        reader.press("Download my data")

    coming.value.save_as(tmp_path / "data.json")
    held = Path(tmp_path / "data.json").read_text()
    assert json.loads(held)
    assert reader.address in held
    assert "Camille" in held


def test_7_her_address_changes_once_confirmed_at_the_new_one(reader, mine):
    former, new = reader.address, reader.address.replace("courriel", "boite")
    open_preferences(reader, mine)
    reader.field("New e-mail address").fill(new)
    reader.press("Change my address")
    reader.is_told(former)
    reader.address = new
    reader.follow_in_mail("Confirm your new address", "Confirm my new address")
    reader.reads("Is this your new address?")
    reader.press("Confirm my new address")

    reader.reads("Your address is changed")
    reader.follow("Choose my letters, pause them, or change what is recorded")
    reader.is_told(new)
    expect(reader.page.get_by_label(TOPIC[reader.language])).to_be_checked()


def test_8_for_a_week_the_link_to_her_data_goes_to_the_former_address(reader, mine):
    open_preferences(reader, mine)
    reader.press("Send me the link")

    reader.reads("Look into your former mailbox")
    present, reader.address = reader.address, reader.address.replace("boite", "courriel")
    reader.follow_in_mail("The link to your data", "See my data")
    reader.address = present
    reader.reads("My data")
    reader.is_told(present)
    mine["data"] = reader.page.url


def test_9_she_leaves_in_one_press_and_takes_it_back(reader, mine):
    open_preferences(reader, mine)
    reader.press("Leave all letters")
    reader.is_told(LETTERS[reader.language][0])
    reader.press("It was a mistake: subscribe me again")

    reader.looks()
    expect(reader.page.get_by_label(LETTERS[reader.language][0])).to_be_checked()


def test_10_she_leaves_by_the_link_of_a_mail(reader):
    present, reader.address = reader.address, reader.address.replace("boite", "courriel")
    reader.follow_in_mail("Welcome: you will receive “%(name)s”", "Leave this letter")
    reader.address = present
    reader.reads("Leave this letter")
    reader.press("Unsubscribe me")

    reader.reads("You are unsubscribed")


def test_11_she_comes_back_by_confirming(reader):
    sign_up(reader)
    reader.press("Receive the letters")
    reader.reads("Look into your mailbox")
    reader.follow_in_mail("Confirm your subscription to %(name)s", "Confirm my subscription")
    reader.press("Confirm my subscription")

    reader.reads("You are subscribed")
    for name in LETTERS[reader.language]:
        expect(reader.page.locator("main").get_by_text(name, exact=True)).to_be_visible()


def test_12_she_has_everything_erased(reader, mine):
    reader.page.goto(mine["data"])
    reader.press("Erase my data")
    reader.is_told(reader.say("Nothing was erased: please tick the box first."))
    reader.field("Yes, erase everything about me").check()
    reader.press("Erase my data")

    reader.reads("Everything is erased")


def test_13_her_links_lead_nowhere_then(reader, mine):
    for address in mine.values():
        reader.page.goto(address)
        reader.reads("This link leads nowhere any more")


def test_14_nobody_else_was_told(reader):
    assert reader.asked == {urlsplit(reader.site).netloc}
