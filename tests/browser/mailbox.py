"""The development mailbox, as its page shows it."""

from playwright.sync_api import FrameLocator, Locator, Page

from tests.browser.patience import reload_until


def await_mail(page: Page, site: str, subject: str, to: str) -> Locator:
    """Its line in the list, as soon as the mail has arrived."""
    page.goto(f"{site}/dev/mailbox/")
    line = page.get_by_role("link").filter(has_text=subject).filter(has_text=to).first
    reload_until(page, line)
    return line


def open_mail(page: Page, site: str, subject: str, to: str) -> FrameLocator:
    """The mail as it looks; its pictures are loaded, the one that counts opens too."""
    await_mail(page, site, subject, to).click()
    page.wait_for_load_state("networkidle")
    return page.frame_locator("iframe")
