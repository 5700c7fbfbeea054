"""The browser of the tests: found on the machine, never downloaded."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# A headless one says so in its name, and our tracking would rightly take it for a machine.
ORDINARY_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)
PATIENCE = 60_000  # milliseconds: the machine may be slow, and shared
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
# A window of 1280 by 1024 enlarged four times (WCAG 1.4.10).
ENLARGED = {"width": 320, "height": 256}
INSTALL = (
    "No Chromium was found, so the browser tests did not run. Install one (on Debian and Ubuntu: "
    "apt install chromium), or name one with CHROMIUM=/path/to/it."
)


def find_chromium(playwright: Playwright) -> str | None:
    """Named by CHROMIUM, or on the PATH, or the one that Playwright itself installed."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    own = playwright.chromium.executable_path
    return next(filter(None, map(shutil.which, NAMES)), own if Path(own).exists() else None)


@contextmanager
def chromium() -> Iterator[Browser | None]:
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            yield None
            return
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def new_context(browser: Browser, *, viewport: dict | None = None, **more) -> BrowserContext:
    """One person's browser: French if nothing else is said, with nothing remembered."""
    expect.set_options(timeout=PATIENCE)
    chosen = {"user_agent": ORDINARY_AGENT, "locale": "fr-FR", "viewport": viewport or DESK}
    context = browser.new_context(**chosen | more)
    context.set_default_timeout(PATIENCE)
    return context
