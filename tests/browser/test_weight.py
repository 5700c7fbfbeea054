"""The public pages are light and hold still while they load."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import walks

pytestmark = pytest.mark.looks

HEAVIEST = 200_000  # bytes on the wire, pictures and fonts included
# To two decimals, as browsers report it: a font that comes late may move a word by a pixel.
SHIFT = """() => new Promise(resolve => {
    let sum = 0;
    const watch = new PerformanceObserver(list => {
        for (const entry of list.getEntries()) sum += entry.value;
    });
    watch.observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => resolve(sum)));
})"""


def weight(page: Page) -> int:
    """Every answer of this page: headers and body as they travelled."""
    entries = page.evaluate(
        "() => [...performance.getEntriesByType('navigation'),"
        " ...performance.getEntriesByType('resource')].map(entry => entry.transferSize)"
    )
    return sum(entries)


def scroll_through(page: Page) -> None:
    """So that pictures load that wait until they are seen."""
    for _screen in range(12):
        page.keyboard.press("PageDown")
        page.wait_for_load_state("networkidle")


def hold_pictures(page: Page) -> Callable[[], None]:
    """As on a slow network: none arrives before the page stands. Returns what lets them come."""
    held: list[Route] = []
    page.route("**/media/**", lambda route: held.append(route))

    def release() -> None:
        for route in held:
            route.continue_()
        page.unroute("**/media/**")

    return release


@pytest.mark.parametrize("path", walks.PUBLIC_PAGES)
def test_a_page_is_light_and_nothing_moves_while_it_loads(new_visitor, site, path):
    page = new_visitor()
    release = hold_pictures(page)

    page.goto(site + path, wait_until="domcontentloaded")
    expect(page.locator("h1")).to_be_visible()
    page.evaluate("() => document.fonts.ready.then(() => true)")
    release()
    page.wait_for_load_state("networkidle")
    scroll_through(page)

    assert 10_000 < weight(page) < HEAVIEST
    assert round(page.evaluate(SHIFT), 2) == 0
