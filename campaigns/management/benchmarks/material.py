"""What is measured: a letter of 46 KB with 60 personal slots, and people who agreed to get it."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook
from wagtail.models import Locale, Page

from campaigns.approval import audience_hash, content_hash
from campaigns.importing.subscribers import import_subscribers
from campaigns.models import (
    Approval,
    Campaign,
    IssuePage,
    Link,
    Newsletter,
    NewsletterPage,
)
from campaigns.rendering.placeholders import slot

LETTER_BYTES = 46_000
# 12 articles: picture and title of each lead to it, in HTML and in plain text.
ARTICLES = 12
FILLING = "Une phrase de la lettre, écrite pour être lue. "
COLUMNS = ["email", "first_name", "last_name", "language", "tags", "open_tracking",
           "click_tracking"]  # fmt: skip


def newsletter() -> Newsletter:
    return Newsletter.objects.get_or_create(
        slug="benchmark",
        defaults={
            "name": "Benchmark",
            "sender_name": "Le réseau",
            "sender_email": "lettre@example.org",
        },
    )[0]


def approved_campaign(slug: str) -> Campaign:
    """Of an issue without content: `enlarge` gives the letter its size once it is frozen."""
    series = newsletter()
    locale = Locale.objects.get_or_create(language_code="fr")[0]
    root = Page.get_first_root_node()
    archive = NewsletterPage(title=slug, slug=slug, newsletter=series, locale=locale)
    root.add_child(instance=archive)
    issue = IssuePage(
        title="Numéro", subject="Numéro", body=[("text", "<p>Bonjour.</p>")], locale=locale
    )
    archive.add_child(instance=issue)
    campaign = Campaign.objects.create(
        slug=slug, name=slug, issue=issue, newsletter=series, state=Campaign.State.APPROVED
    )
    Approval.objects.create(
        campaign=campaign,
        content_hash=content_hash(campaign),
        audience_hash=audience_hash(campaign),
    )
    return campaign


def enlarge(campaign: Campaign) -> None:
    html, text = letter()
    campaign.contents.update(html=html, text=text)
    campaign.links.all().delete()
    Link.objects.bulk_create(
        Link(campaign=campaign, number=number, url=f"https://example.org/{number}")
        for number in range(1, ARTICLES + 1)
    )


def letter() -> tuple[str, str]:
    """60 slots: 48 of articles, 5 names, 6 ways to the preferences, the picture that opens."""
    footer = [slot(name) for name in ("unsubscribe_url", "preferences_url", "tracking_url")]
    greeting = slot("first_name", before=" ", fallback="")
    html = [f"<h1>Bonjour{greeting}</h1>", f"<p>Pour vous{greeting}.</p>"]
    text = [f"Bonjour{greeting},", f"Pour vous{greeting}."]
    for number in range(1, ARTICLES + 1):
        link = slot("click", number=number)
        html += [
            f'<h2><a href="{link}">Article {number}</a></h2>', _filling(2_400),
            f'<p><a href="{link}">Lire la suite</a></p>',
        ]  # fmt: skip
        text += [f"Article {number}", link, _filling(880), link]
    html += [f'<p><a href="{url}">lien</a></p>' for url in footer]
    html.append(f'<p>À bientôt{greeting} !</p><img src="{slot("open_url")}" alt="">')
    return "\n".join(html), "\n".join(text + footer)


def _filling(size: int) -> str:
    return "\n".join([f"<p>{FILLING}</p>"] * (size // len(f"<p>{FILLING}</p>")))


@contextmanager
def people_file(count: int, *, columns: int = len(COLUMNS), mark: str = "") -> Iterator[Path]:
    """With names, languages, tags and both consents, as a CRM would give them, or with less.

    Other people with each `mark`.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS[:columns])
            for number in range(count):
                address, *others = _person(number)
                writer.writerow([f"{mark}{address}", *others][:columns])
        yield path


@contextmanager
def people_workbook(count: int) -> Iterator[Path]:
    """Others than those of the file, as a spreadsheet would give them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.xlsx"
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(COLUMNS)
        for number in range(count):
            address, *others = _person(number)
            sheet.append([f"x{address}", *others])
        book.save(path)
        yield path


def add_people(count: int) -> None:
    with people_file(count) as path:
        report = import_subscribers(path, newsletter=newsletter(), consent_source="benchmark")
    assert report.created == count, report.refused[:3]


def _person(number: int) -> list[str]:
    tags = f"groupe-{number % 5};ville-{number % 97}"
    return [f"user{number}@example.org", f"Zoé {number}", "Martin", "fr", tags, "yes", "yes"]
