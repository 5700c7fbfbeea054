"""The pictures of a letter that leaves, by a letter that leaves: `python -m
tests.browser.sending_screenshots` starts a house of its own and a mail server that cuts
connections, refuses addresses and, in the end, us. Takes some minutes.
"""

import re
import tempfile
import zlib
from pathlib import Path

import django
from django.conf import settings
from playwright.sync_api import Page, expect

from tests import migrated
from tests.browser.chromium import DESK, PHONE, chromium, new_context
from tests.browser.house import running_house
from tests.browser.patience import reload_until
from tests.browser.people import sign_in
from tests.browser.screenshots import keep
from tests.browser.walks import READY
from tests.smtp_server import TAKE_AND_DROP, SmtpServer, Talk

SUBSCRIBERS = "2370"
NOBODY_THERE = "550 5.1.1 Cette adresse n’existe pas"
NOT_FROM_YOU = "550 5.7.1 Message refusé : expéditeur non autorisé"


def one_in(talk: Talk, share: int) -> bool:
    return zlib.crc32(talk.recipient.encode()) % share == 0


def slow_server() -> SmtpServer:
    """A few mails a second and connection, one address in a hundred gone, some cuts."""
    return SmtpServer(
        delay=0.08,
        script={
            "rcpt": lambda talk: NOBODY_THERE if one_in(talk, 97) else None,
            "accept": lambda talk: TAKE_AND_DROP if one_in(talk, 151) else None,
        },
    ).start()


def open_campaign(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/campaigns/")
    page.get_by_role("link", name=READY).first.click()


def picture_running(page: Page, site: str) -> None:
    """Once every part of the screen has something to say."""
    open_campaign(page, site)
    page.get_by_role("link", name="Envoyer maintenant…").click()
    page.get_by_role("button", name=re.compile("^Envoyer à")).click()
    expect(page.get_by_text("courriels à vérifier")).to_be_visible()
    expect(page.get_by_role("link", name="Quels courriels ont échoué")).to_be_visible()
    expect(page.get_by_text("à ce rythme")).to_be_visible()
    open_campaign(page, site)  # without the words about the start
    expect(page.get_by_text("à ce rythme")).to_be_visible()
    keep(page, "sending-running", settle=False)


def picture_paused(page: Page) -> None:
    page.get_by_role("button", name="Mettre en pause").click()
    expect(page.get_by_text("En pause.").first).to_be_visible()
    page.set_viewport_size(PHONE)
    keep(page, "sending-paused-phone", settle=False)
    page.set_viewport_size(DESK)


def picture_answers(page: Page, site: str, server: SmtpServer) -> None:
    """What became of one mail, of those in doubt, of the addresses that are gone."""
    page.get_by_label("Adresse électronique").fill(server.recipients[7])
    page.locator("main").get_by_role("button", name="Chercher").click()
    expect(page.get_by_text("Oui : le serveur de cette adresse")).to_be_visible()
    keep(page, "sending-ledger")
    open_campaign(page, site)
    page.get_by_role("link", name="Regarder et décider").click()
    keep(page, "sending-in-doubt")
    page.goto(f"{site}/admin/excluded/")
    keep(page, "excluded-addresses")


def picture_refused(page: Page, site: str, server: SmtpServer) -> None:
    server.script["rcpt"] = lambda talk: NOT_FROM_YOU
    open_campaign(page, site)
    page.get_by_role("button", name="Reprendre").click()
    reload_until(page, page.get_by_text("Le serveur de courrier refuse nos messages"))
    keep(page, "sending-refused", settle=False)


def main() -> None:
    django.setup()
    migrated.prepare(settings.DATABASES["default"])
    server = slow_server()
    folder = Path(tempfile.mkdtemp(prefix="maille-pictures-"))
    mail = {"EMAIL_URL": f"smtp://localhost:{server.port}"}
    with (
        running_house(folder, subscribers=SUBSCRIBERS, **mail) as house,
        chromium() as browser,
    ):
        page = new_context(browser).new_page()
        sign_in(page, house.site, "communication")
        picture_running(page, house.site)
        picture_paused(page)
        picture_answers(page, house.site, server)
        picture_refused(page, house.site, server)


if __name__ == "__main__":
    main()
