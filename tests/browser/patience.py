"""Waiting for what another process does, on pages that do not follow it by themselves."""

from contextlib import suppress

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.chromium import PATIENCE

LOOK = 1000  # milliseconds between two looks


def reload_until(page: Page, seen: Locator) -> None:
    for _look in range(PATIENCE // LOOK):
        with suppress(TimeoutError):
            seen.wait_for(timeout=LOOK)
            return
        page.reload()
    expect(seen).to_be_visible()
