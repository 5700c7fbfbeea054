"""Row C10 for mails: axe finds nothing in any of them, wide and narrow, as a reader opens them."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from campaigns.models import TrackingClass
from campaigns.rendering.email import render_issue
from campaigns.rendering.links import LinkRegistry
from campaigns.rendering.placeholders import Context, Slot, fill, split
from crm.models import OutgoingMail
from crm.outbox import queue_mail
from tests.browser.axe import failures
from tests.browser.chromium import DESK, INSTALL, PHONE, chromium, new_context
from tests.factories.crm import SubscriberFactory
from tests.journeys.letter import issue_with_every_block
from tests.journeys.test_mails import SYSTEM_MAILS

pytestmark = [pytest.mark.once, pytest.mark.browser]


def system_mails() -> dict[str, str]:
    zoe = SubscriberFactory(first_name="Zoé")
    context = {"url": "https://m.example/x", "subscriber": zoe, "hours": 24}
    for template in SYSTEM_MAILS:
        queue_mail(template, to=zoe.email, context=context, language="fr")
    mails = OutgoingMail.objects.order_by("pk")
    return {f"{mail.kind} {number}": mail.html for number, mail in enumerate(mails)}


def letters() -> dict[str, str]:
    """To somebody who agreed, to one who was never asked, to one who refused."""
    issue = issue_with_every_block()
    return {
        tracking.value: _received(
            render_issue(issue, opens=tracking, clicks=tracking, links=LinkRegistry()).html
        )
        for tracking in TrackingClass
    }


def _received(html: str) -> str:
    """With its pixel, its counted links and the one that no person sees."""
    slots = [chunk for chunk in split(html) if isinstance(chunk, Slot)]
    names = [f"{slot.name}:{slot.number}" if slot.number else slot.name for slot in slots]
    return fill(html, dict.fromkeys(names, "https://m.example/x"), Context.HTML)


def found_by_axe(mails: dict[str, str]) -> dict[str, list[str]] | None:
    """In a thread of its own: where Playwright runs, Django refuses its database."""
    with chromium() as browser:
        if browser is None:
            return None
        found = {}
        for size in (DESK, PHONE):
            page = new_context(browser, viewport=size).new_page()
            for mail, html in mails.items():
                page.set_content(html)
                found[f"{mail}, {size['width']} wide"] = failures(page)
        return found


def test_axe_finds_nothing_in_any_mail():
    mails = system_mails() | letters()
    assert "Et vous" in mails["anonymous"]
    assert "Et vous" not in mails["identified"] + mails["none"]
    assert mails["identified"].count("m.example") > mails["none"].count("m.example") > 2
    mails["bad"] = "<html><body><img src='x'></body></html>"

    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(found_by_axe, mails).result()

    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(INSTALL)
    assert {mail for mail, wrong in found.items() if wrong} == {"bad, 1280 wide", "bad, 360 wide"}
