"""A list of subscribers as a file that a spreadsheet opens and an import reads again.

Who left, bounced or was excluded is not in it; every export leaves a row that says who and why.
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import IO, Any

from django.db.models import OuterRef, QuerySet, Subquery
from openpyxl import Workbook

from campaigns.models import Newsletter, Segment, SubscriberExport
from campaigns.segments.members import audience
from crm.exports import neutralised
from crm.models import Subscriber, TrackingChoice, User
from crm.suppression import suppressed_subscribers

# As campaigns.importing names them, in the same order everywhere.
COLUMNS = (
    *("email", "first_name", "last_name", "language", "territory", "tags"),
    *("open_tracking", "click_tracking", "agreed_on"),
)
ANSWERS = {TrackingChoice.GRANTED: "yes", TrackingChoice.REFUSED: "no"}
CHUNK = 1_000


def export(
    newsletter: Newsletter, segment: Segment | None, *, kind: str, reason: str, by: User
) -> SubscriberExport:
    """Notes the export. Raises SegmentRefused."""
    what = f"{newsletter} – {segment}" if segment else str(newsletter)
    return SubscriberExport.objects.create(
        newsletter=newsletter,
        segment=segment,
        what=what[:300],
        format=kind,
        reason=reason,
        rows_count=mailable(newsletter, segment).count(),
        made_by=by,
    )


def mailable(newsletter: Newsletter, segment: Segment | None) -> QuerySet[Subscriber]:
    """Confirmed, in the segment, and not excluded; a pause ends by itself."""
    members = audience(newsletter, segment)
    chosen = Subscriber.objects.filter(pk__in=members.values("pk"))
    return chosen.exclude(suppressed_subscribers())


def rows(newsletter: Newsletter, segment: Segment | None) -> Iterator[list[Any]]:
    """The titles, then one row a person, in chunks: the memory stays flat."""
    yield list(COLUMNS)
    own = newsletter.subscriptions.filter(subscriber=OuterRef("pk")).values("confirmed_at")
    people = mailable(newsletter, segment).annotate(since=Subquery(own)).order_by("pk")
    people = people.select_related("territory").prefetch_related("tagged_items__tag")
    for person in people.iterator(CHUNK):
        yield [neutralised(value) for value in _told(person, person.since)]


def csv_lines(table: Iterable[list[Any]]) -> Iterator[str]:
    """Spreadsheets know by the mark in front that it is UTF-8, and by the semicolons, in French,
    where a column begins, as in the files of reports; an import finds out either.
    """
    yield "\ufeff"
    for row in table:
        line = StringIO()
        csv.writer(line, delimiter=";").writerow(row)
        yield line.getvalue()


def write_workbook(table: Iterable[list[Any]], file: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append(row)
    book.save(file)


def _joined(tags: Iterable[str]) -> str:
    """In one cell; a tag that holds a semicolon or a quotation mark is quoted."""
    cell = StringIO()
    csv.writer(cell, delimiter=";", lineterminator="").writerow(tags)
    return cell.getvalue()


def _told(person: Subscriber, since: Any) -> list[str]:
    return [
        person.email,
        person.first_name,
        person.last_name,
        person.language,
        person.territory.code if person.territory else "",
        _joined(sorted(item.tag.name for item in person.tagged_items.all())),
        ANSWERS.get(TrackingChoice(person.open_tracking), ""),
        ANSWERS.get(TrackingChoice(person.click_tracking), ""),
        since.date().isoformat() if since else "",
    ]
