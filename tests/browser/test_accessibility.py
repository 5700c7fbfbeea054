"""axe finds nothing on the public pages and on our own screens (WCAG 2.0 to 2.2, A and AA)."""

import pytest
from playwright.sync_api import Page

from tests.browser import walks
from tests.browser.axe import failures
from tests.browser.chromium import PHONE

pytestmark = pytest.mark.looks

# What the page editor of Wagtail 8.0 fails by itself: its rich text has no name, nor have the
# initials of others who edit the same page.
WAGTAILS_OWN = {
    "aria-input-field-name: .notranslate",
    "button-name: .w-editing-sessions__session",
}


@pytest.mark.parametrize("path", walks.PUBLIC_PAGES)
def test_a_public_page_has_no_failure(visitor, site, path):
    walks.visit(visitor, site + path)

    assert failures(visitor) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_home_has_no_failure_on_a_phone(visitor, site, scheme):
    visitor.set_viewport_size(PHONE)
    visitor.emulate_media(color_scheme=scheme)
    walks.visit(visitor, f"{site}/fr/")

    assert failures(visitor) == []


@pytest.fixture(scope="module")
def administrator(staff) -> Page:
    return staff("admin")


@pytest.mark.parametrize("path", walks.OUR_SCREENS)
def test_our_screens_have_no_failure(administrator, site, path):
    walks.visit(administrator, site + path)

    assert failures(administrator) == []


@pytest.mark.parametrize("path", ["/admin/account/", "/account/second-factor/"])
def test_ones_own_account_has_no_failure(administrator, site, path):
    walks.visit(administrator, site + path)

    assert failures(administrator) == []


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/"])
def test_the_way_in_has_no_failure(visitor, site, path):
    walks.visit(visitor, site + path)

    assert failures(visitor) == []


@pytest.mark.parametrize(
    "find",
    [
        walks.sent_campaign,
        walks.waiting_campaign,
        walks.question_before_sending,
        walks.issue_trial,
        walks.organisation,
        walks.meeting,
        walks.waiting_request,
        walks.question_before_erasing,
        walks.consent_to_write_down,
    ],
)
def test_our_screens_of_one_thing_have_no_failure(administrator, site, find):
    walks.visit(administrator, find(administrator, site))

    assert failures(administrator) == []


def test_the_editor_of_issues_has_none_but_wagtails_own(administrator, site):
    walks.visit(administrator, walks.issue_editor(administrator, site))

    assert set(failures(administrator)) - WAGTAILS_OWN == set()
