"""On the public pages and on the screens of the back office axe finds nothing (WCAG 2.0 to 2.2, A
and AA), and none asks for anything from elsewhere: no visitor is told to anybody.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import walks
from tests.browser.axe import failures
from tests.browser.chromium import PHONE, new_context
from tests.browser.hosts import hosts_asked

pytestmark = pytest.mark.looks

# What the page editor of Wagtail 8.0 fails by itself: its rich text has no name, nor have the
# initials of others who edit the same page.
WAGTAILS_OWN = frozenset(
    {
        "aria-input-field-name: .notranslate",
        "button-name: .w-editing-sessions__session",
    }
)


def look_at(
    page: Page, address: str, *, known: frozenset[str] = frozenset(), status: int = 200
) -> None:
    with hosts_asked(page) as hosts:
        walks.visit(page, address, status=status)
        found = failures(page)

    assert set(found) - known == set()
    assert hosts == {urlsplit(address).netloc}


@pytest.fixture(scope="module")
def passer_by(chrome) -> Iterator[Page]:
    """Somebody without an account, who looks round."""
    context = new_context(chrome)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", walks.PUBLIC_PAGES)
def test_a_public_page_has_no_failure(passer_by, site, path):
    look_at(passer_by, site + path)


def test_the_page_of_a_wrong_address_has_no_failure(passer_by, site):
    look_at(passer_by, f"{site}/fr/nulle-part/", status=404)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_home_has_no_failure_on_a_phone(visitor, site, scheme):
    visitor.set_viewport_size(PHONE)
    visitor.emulate_media(color_scheme=scheme)
    look_at(visitor, f"{site}/fr/")


@pytest.fixture(scope="module")
def administrator(staff) -> Page:
    return staff("admin")


@pytest.mark.parametrize("path", walks.OUR_SCREENS)
def test_our_screens_have_no_failure(administrator, site, path):
    look_at(administrator, site + path)


@pytest.mark.parametrize("path", ["/admin/account/", "/account/second-factor/"])
def test_ones_own_account_has_no_failure(administrator, site, path):
    look_at(administrator, site + path)


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/"])
def test_the_way_in_has_no_failure(passer_by, site, path):
    look_at(passer_by, site + path)


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
    look_at(administrator, find(administrator, site))


def test_the_editor_of_issues_has_none_but_wagtails_own(administrator, site):
    look_at(administrator, walks.issue_editor(administrator, site), known=WAGTAILS_OWN)


@pytest.mark.parametrize("path", walks.WAGTAILS_OWN_SCREENS)
def test_wagtails_own_screens_ask_no_other_host(administrator, site, path):
    with hosts_asked(administrator) as hosts:
        walks.visit(administrator, site + path)

    assert hosts == {urlsplit(site).netloc}
