"""Nothing that a page asks for comes from elsewhere: no visitor is told to anybody."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.walks import ADMIN_PAGES, PUBLIC_PAGES, issue_editor, visit

pytestmark = pytest.mark.looks

WITHOUT_HOST = ("data", "blob", "about")


def hosts_asked(page: Page, addresses: list[str]) -> set[str]:
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url)))
    for address in addresses:
        visit(page, address)
    return {url.netloc for url in asked if url.scheme not in WITHOUT_HOST}


def test_the_public_pages_ask_no_other_host(visitor, site):
    hosts = hosts_asked(visitor, [site + path for path in PUBLIC_PAGES])

    assert hosts == {urlsplit(site).netloc}


def test_the_back_office_asks_no_other_host(staff, site):
    page = staff("admin")

    hosts = hosts_asked(page, [site + path for path in ADMIN_PAGES])

    assert hosts == {urlsplit(site).netloc}


def test_the_editor_of_issues_asks_no_other_host(staff, site):
    page = staff("communication")

    hosts = hosts_asked(page, [issue_editor(page, site)])

    assert hosts == {urlsplit(site).netloc}
