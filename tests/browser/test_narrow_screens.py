"""On a phone everything in the back office is reached: it fits, or a finger moves its holder."""

import pytest

from tests.browser import walks

pytestmark = pytest.mark.looks

# Wagtail hides what stands beyond the edge of `main`.
OUT_OF_REACH = """() => {
    const moves = e => e && e.tagName !== "MAIN"
        && (/auto|scroll/.test(getComputedStyle(e).overflowX) || moves(e.parentElement));
    return [...document.querySelectorAll("main *:not(header *, .w-sr-only, svg *)")]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !moves(e))
        .map(e => `${e.tagName} ${e.textContent.trim().slice(0, 40)}`)
}"""


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize(
    "path",
    ["/admin/subscribers/inspect/1/", "/admin/data_requests/", "/admin/network/processing/"],
)
def test_nothing_stands_out_of_reach(staff, house, path, width):
    page = staff("admin")
    page.set_viewport_size({"width": width, "height": 844})

    walks.visit(page, house.site + path)

    assert page.evaluate(OUT_OF_REACH) == []
