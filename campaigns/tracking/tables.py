"""The tables of reports as rows for a spreadsheet: what stands on screen, with nothing rounded
but rates, which are percentages to one decimal."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Event, Newsletter
from campaigns.tracking.comparison import ComparedIssue, compared
from campaigns.tracking.growth import growth
from campaigns.tracking.intervals import Rate, wilson
from campaigns.tracking.statistics import by_link, by_part, first_hours, report


@dataclass(frozen=True)
class Table:
    header: list[str]
    rows: Iterable[list[Any]]


def hits(campaign: Campaign) -> Table:
    counted = report(campaign)
    kinds = ((Event.Kind.OPEN, counted.opens), (Event.Kind.CLICK, counted.clicks))
    return Table(
        ["", _("All hits"), _("People"), _("Machines"), _("Not sure")],
        [[str(kind.label), h.raw, h.person, h.machine, h.unsure] for kind, h in kinds],
    )


def hours(campaign: Campaign) -> Table:
    return Table(
        [_("Hour"), _("Opens"), _("Clicks")],
        [[_minute(hour.began_at), hour.opens, hour.clicks] for hour in first_hours(campaign)],
    )


def parts(campaign: Campaign) -> Table:
    return Table(
        [_("By"), _("Part"), _("Accepted"), _("Counted by person"), _("Of these, opened"),
         *_rate_header(), _("Unsubscriptions")],
        [
            [
                part.get_aspect_display(),
                part.label,
                part.accepted,
                part.tracked,
                part.openers,
                *_rate(wilson(part.openers, part.tracked)),
                part.unsubscribed,
            ]
            for part in by_part(campaign)
        ],
    )  # fmt: skip


def links(campaign: Campaign) -> Table:
    return Table(
        [_("Address"), _("People"), _("Machines"), _("Not sure"), _("All hits")],
        [
            [
                link.url,
                link.clicks.person,
                link.clicks.machine,
                link.clicks.unsure,
                link.clicks.raw,
            ]
            for link in by_link(campaign)
        ],
    )


def issues(newsletter: Newsletter | None) -> Table:
    return Table(
        [_("Issue"), _("Sent"), _("Accepted"), _("Counted by person"), *_rate_header(),
         _("Click rate"), _("Unsubscriptions"), _("Before 14 July 2026")],
        [_issue(issue) for issue in compared(newsletter)],
    )  # fmt: skip


def months(newsletter: Newsletter | None) -> Table:
    return Table(
        [_("Month"), _("Joined"), _("Left"), _("Subscribers at its end")],
        [
            [month.began_on.strftime("%Y-%m"), month.joined, month.left, month.subscribers]
            for month in growth(newsletter)
        ],
    )


OF_A_CAMPAIGN: dict[str, Callable[[Campaign], Table]] = {
    "hits": hits, "hours": hours, "parts": parts, "links": links,
}  # fmt: skip
OF_ALL: dict[str, Callable[[Newsletter | None], Table]] = {"issues": issues, "growth": months}


def _issue(issue: ComparedIssue) -> list[Any]:
    return [
        issue.name,
        _minute(issue.began_at),
        issue.accepted,
        issue.open_rate.n,
        *_rate(issue.open_rate),
        _percent(issue.click_rate.value),
        issue.unsubscribed,
        _("yes") if issue.is_before_rule else _("no"),
    ]


def _rate_header() -> list[str]:
    return [_("Open rate"), _("at least"), _("at most")]


def _rate(rate: Rate) -> list[str]:
    return [_percent(rate.value), _percent(rate.low), _percent(rate.high)]


def _percent(share: float | None) -> str:
    return "" if share is None else number_format(round(100 * share, 1), decimal_pos=1)


def _minute(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
