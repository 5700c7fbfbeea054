"""A subscriber with her browser. Her words are those of the catalogue, in her language."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import failures
from tests.browser.mailbox import open_mail

# What sticks out of the screen would be cut off there, or have to be scrolled to.
WIDEST = """() => Math.max(document.documentElement.scrollWidth,
    ...[...document.querySelectorAll("main *")].map(e => e.getBoundingClientRect().right))"""
NO_HOST = ("data", "blob", "about")


@dataclass
class Subscriber:
    page: Page
    site: str
    language: str
    address: str
    asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self._note(urlsplit(request.url)))

    def _note(self, url) -> None:
        if url.scheme not in NO_HOST:
            self.asked.add(url.netloc)

    def say(self, words: str, **names: str) -> str:
        with override(self.language):
            return gettext(words) % names if names else gettext(words)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(self.say(label), exact=True)

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=self.say(words), exact=True).click()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=self.say(words), exact=True).click()

    def follow_in_mail(self, subject: str, words: str) -> None:
        """The link of a mail to her present address, found by how its subject begins. A mail
        program opens it in the browser."""
        begins = self.say(subject).partition("%(")[0].strip()
        mail = open_mail(self.page, self.site, begins, self.address)
        link = mail.get_by_role("link", name=self.say(words), exact=True)
        self.page.goto(link.get_attribute("href"))

    def reads(self, title: str, **names: str) -> None:
        """The title of the page she came to, in her language, which fails nobody."""
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_have_text(self.say(title, **names))
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        self.looks()

    def is_told(self, words: str) -> None:
        expect(self.page.locator("main").get_by_text(words).first).to_be_visible()
        self.looks()

    def looks(self) -> None:
        assert failures(self.page) == []
        assert self.page.evaluate(WIDEST) <= self.page.viewport_size["width"]
