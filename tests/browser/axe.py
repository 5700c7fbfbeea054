"""What axe finds wrong on a page (WCAG 2.0 to 2.2, A and AA)."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],  # what holds need not be told of
}


END_FADING = """() => document.getAnimations()
    .filter(animation => animation.effect.getComputedTiming().endTime !== Infinity)
    .forEach(animation => animation.finish())"""


def assert_accessible(page: Page) -> None:
    """As it stands in the middle of what somebody does; nothing is half faded in."""
    page.evaluate(END_FADING)
    found = failures(page)
    assert not found, found


def failures(page: Page) -> list[str]:
    """`rule: where` of each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {target}"
        for rule in found
        for node in rule["nodes"]
        for target in node["target"]
    ]
