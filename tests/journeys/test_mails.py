"""Row C11: every mail we send says its language and direction, names its pictures, tells screen
readers which tables only hold things in place, and can be read by weak eyes.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings

from campaigns.models import TrackingClass
from campaigns.rendering.email import render_issue
from campaigns.rendering.links import LinkRegistry
from crm.contrast import contrast
from crm.models import OutgoingMail, Subscriber
from crm.outbox import queue_mail
from tests.journeys.letter import issue_with_every_block

pytestmark = pytest.mark.once

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SYSTEM_MAILS = sorted(
    str(path.parent.relative_to(TEMPLATES)) for path in TEMPLATES.glob("*/emails/*/body.html")
)
LEAST = 4.5
COLOUR = re.compile(r"(?:^|[;\s])(background-color|background|color)\s*:\s*(#[0-9a-fA-F]{3,6})\b")


def style(tag: Tag) -> dict[str, str]:
    found = dict(COLOUR.findall(tag.get("style", "")))
    if "bgcolor" in tag.attrs:
        found.setdefault("background", tag["bgcolor"])
    return found


def above(tag: Tag) -> list[Tag]:
    """The element and all it stands in, from the inside out."""
    return [one for one in (tag, *tag.parents) if one.attrs]


def nearest(tag: Tag, *names: str, otherwise: str) -> str:
    for one in above(tag):
        told = style(one)
        for name in names:
            if name in told:
                return whole(told[name])
    return otherwise


def whole(colour: str) -> str:
    digits = colour.lstrip("#")
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


def pale_words(page: BeautifulSoup) -> Iterator[str]:
    for text in page.body.find_all(string=lambda said: said.strip()):
        tag = text.parent
        if any("display:none" in one.get("style", "").replace(" ", "") for one in above(tag)):
            continue
        ink = nearest(tag, "color", otherwise="#000000")
        paper = nearest(tag, "background-color", "background", otherwise="#ffffff")
        if contrast(ink, paper) < LEAST:
            yield f"{text.strip()[:40]}: {ink} on {paper}"


def assert_legible(html: str, language: str) -> None:
    page = BeautifulSoup(html, "lxml")
    assert (page.html["lang"], page.html["dir"]) == (language, "ltr")
    assert {table.get("role") for table in page.find_all("table")} == {"presentation"}
    assert all(image.has_attr("alt") for image in page.find_all("img"))
    assert page.title.get_text(strip=True)
    assert list(pale_words(page)) == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", SYSTEM_MAILS)
def test_a_mail_of_the_system_is_legible(template, language):
    zoe = Subscriber(first_name="Zoé", email="zoe@example.org")
    context = {"url": "https://m.example/x", "subscriber": zoe, "hours": 24}

    queue_mail(template, to=zoe.email, context=context, language=language)

    assert_legible(OutgoingMail.objects.get().html, language)


@pytest.mark.parametrize("tracking", TrackingClass)
def test_a_letter_with_every_block_is_legible(tracking):
    issue = issue_with_every_block()

    mail = render_issue(issue, opens=tracking, clicks=tracking, links=LinkRegistry())

    assert_legible(mail.html, "fr")
