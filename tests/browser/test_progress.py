"""A letter leaves and its screen is open: it follows by itself, and says when it cannot.

Five mails may leave in an hour, then ten, then all: so figures move when the test says so.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import again, letter
from tests.browser.axe import assert_accessible
from tests.browser.house import House, manage
from tests.browser.people import fill_sign_in

A_LOOK = 6_000  # milliseconds on the screen's own clock: more than it leaves between two looks
ACCEPTED = "Acceptées par leur"


@pytest.fixture(scope="module")
def screen(staff, house: House) -> Page:
    """Open since before the first mail left, on a clock that can be put forward."""
    order = "from tests.browser.again import prepare_again; prepare_again(per_hour=5)"
    manage(house.env, "shell", "-c", order)
    page = staff("communication")
    page.clock.install()
    page.goto(f"{house.site}/admin/campaigns/")
    page.get_by_role("link", name=again.NAME).first.click()
    page.get_by_role("link", name="Envoyer maintenant…").click()
    page.get_by_role("button", name=re.compile("^Envoyer à")).click()
    page.evaluate("window.neverLeft = true")
    return page


def settled(page: Page, number: str) -> Locator:
    return page.locator("#progress-label").filter(
        has_text=re.compile(rf"\b{number} sur \d+ traitées")
    )


def change_pace(screen: Page, per_hour: str) -> None:
    """In another tab."""
    tab = screen.context.new_page()
    tab.goto(screen.url)
    tab.get_by_role("link", name="Changer le rythme…").click()
    tab.get_by_label("Mails à l’heure").fill(per_hour)
    tab.get_by_role("button", name="Changer le rythme").click()
    expect(tab.get_by_text("vaut dès maintenant")).to_be_visible()
    tab.close()


def test_figures_move_without_a_reload(screen):
    expect(settled(screen, "5")).to_be_visible()
    change_pace(screen, "10")

    expect(settled(screen, "10")).to_be_visible()
    assert screen.evaluate("window.neverLeft")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_letter_that_waits_says_so_in_one_legible_line(screen, width):
    wide = screen.viewport_size
    screen.set_viewport_size({"width": width, "height": 800})
    standing = screen.locator(".campaign-standing")

    expect(standing).to_contain_text("suite à")
    icon, line = standing.locator("svg").bounding_box(), standing.bounding_box()
    assert icon["width"] <= 24
    assert icon["height"] <= 24
    assert icon["height"] < line["height"]
    assert_accessible(screen)
    screen.set_viewport_size(wide)


def test_a_lost_connection_is_said_and_taken_up_again(screen):
    lost = screen.get_by_text("Pas de connexion pour le moment")
    expect(lost).to_be_hidden()
    screen.context.set_offline(True)
    for _try in range(2):
        with screen.expect_event("requestfailed"):
            screen.clock.fast_forward(A_LOOK)
    expect(lost).to_be_visible()
    expect(settled(screen, "10")).to_be_visible()

    screen.context.set_offline(False)

    expect(lost).to_be_hidden()
    assert screen.evaluate("window.neverLeft")


def test_a_session_that_is_over_is_said_and_leads_back(screen):
    screen.context.clear_cookies()
    screen.clock.fast_forward(A_LOOK)

    expect(screen.get_by_text("Votre session est terminée")).to_be_visible()
    screen.get_by_role("link", name="Se connecter").click()
    fill_sign_in(screen, "communication")

    expect(settled(screen, "10")).to_be_visible()


def test_once_it_is_over_the_report_appears_by_itself(screen):
    expect(screen.get_by_role("button", name="Mettre en pause")).to_be_visible()
    expect(screen.get_by_text("Le rapport viendra")).to_be_visible()
    expect(letter.figure(screen, ACCEPTED)).to_have_count(0)

    change_pace(screen, "")

    expect(screen.get_by_text("Terminé le")).to_be_visible()
    expect(screen.get_by_role("button", name="Mettre en pause")).to_have_count(0)
    expect(letter.figure(screen, ACCEPTED)).to_be_visible()


def test_a_letter_for_later_is_looked_at_again_when_its_moment_comes(staff, house):
    manage(house.env, "shell", "-c", "from tests.browser.again import *; prepare_for_later()")
    page = staff("communication")
    page.clock.install()
    page.goto(f"{house.site}/admin/campaigns/")
    page.get_by_role("link", name=again.LATER).click()
    expect(page.get_by_text("La lettre partira d’elle-même")).to_be_visible()
    page.evaluate("window.neverLeft = true")
    page.clock.fast_forward("01:59:00")
    assert page.evaluate("window.neverLeft")

    with page.expect_event("load"):
        page.clock.fast_forward("02:00")

    page.wait_for_function("() => !window.neverLeft")
    page.close()
