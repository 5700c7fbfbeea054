"""Counts an audience once nothing is left to send: how many, and what each part of it did.

A pass over all mails of a campaign, for a task and not for a page. Done again when events came
since, so that a report's parts are minutes old at most while people read.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from campaigns.models import (
    AudienceCount,
    Campaign,
    CampaignReader,
    CampaignTally,
    Delivery,
    Event,
    Segment,
    TrackingClass,
)
from campaigns.segments.members import members
from campaigns.segments.rules import SegmentRefused
from campaigns.tracking.statistics import readers
from campaigns.tracking.tallies import lock
from crm.models import Subscriber, Territory

Aspect, State = AudienceCount.Aspect, Delivery.State
AT_REST = (Campaign.State.SENT, Campaign.State.CANCELLED)
FIGURES = ("accepted", "tracked", "openers", "clicks_tracked", "clickers", "unsubscribed")
LEFT_OUT = (State.FAILED, State.SUPPRESSED, State.CANCELLED)
TOTALS = ("candidates", "opens_tracked", "clicks_tracked", *(state.value for state in LEFT_OUT))
DOMAINS_SHOWN = 10
# What happened while it was counted may have been missed.
OVERLAP = timedelta(minutes=1)


def count_audiences() -> int:
    """Those at rest whose audience was never counted, or where something happened since.

    Who read a letter whose hits were forgotten is not known any more: its parts stay.
    """
    at_rest = Campaign.objects.filter(state__in=AT_REST, frozen_at__isnull=False)
    stale = at_rest.filter(tally__hits_forgotten_at=None).filter(
        Q(tally=None)
        | Q(tally__audience_counted_at=None)
        | Q(tally__audience_counted_at__lte=F("ended_at"))
        | Q(tally__audience_counted_at__lte=F("tally__changed_at") + OVERLAP)
    )
    campaigns = list(stale)
    for campaign in campaigns:
        count_audience(campaign)
    return len(campaigns)


def behind_since(campaigns: QuerySet[Campaign]) -> datetime | None:
    """When the oldest count was made that hits have come after; None when all are up to date."""
    behind = campaigns.filter(
        state__in=AT_REST,
        tally__hits_forgotten_at=None,
        tally__audience_counted_at__lt=F("tally__changed_at"),
    )
    oldest: datetime | None = behind.aggregate(at=Min("tally__audience_counted_at"))["at"]
    return oldest


def count_audience(campaign: Campaign) -> None:
    with transaction.atomic():
        lock([campaign.pk])  # a tally made now is no change that came after the count
    counted_at = timezone.now()
    totals = _totals(campaign)
    with _accepted_mails(campaign):
        parts = [
            *_parts(campaign, Aspect.LANGUAGE, "locale"),
            *_parts(campaign, Aspect.TERRITORY, "territory"),
            *_largest(_parts(campaign, Aspect.DOMAIN, "domain")),
            *_segments(campaign),
        ]
    with transaction.atomic():
        lock([campaign.pk])
        campaign.audience_counts.all().delete()
        AudienceCount.objects.bulk_create(parts)
        CampaignTally.objects.filter(pk=campaign.pk).update(
            audience_counted_at=counted_at, **totals
        )


def _totals(campaign: Campaign) -> dict[str, int]:
    rows = campaign.deliveries.order_by()
    totals: Counter[str] = Counter()
    for state, opens, clicks, number in rows.values_list("state", "opens", "clicks").annotate(
        Count("pk")
    ):
        totals["candidates"] += number
        if state in LEFT_OUT:
            totals[state] += number
        else:
            totals["opens_tracked"] += number * (opens == TrackingClass.IDENTIFIED)
            totals["clicks_tracked"] += number * (clicks == TrackingClass.IDENTIFIED)
    failed = campaign.deliveries.filter(state=State.FAILED)
    return {
        **{column: totals[column] for column in TOTALS},
        "failed_openers": readers(campaign, Event.Kind.OPEN, failed).count(),
        "failed_clickers": readers(campaign, Event.Kind.CLICK, failed).count(),
    }


# One look at each mail, whatever it is counted by afterwards.
ACCEPTED_MAILS = f"""
CREATE TEMPORARY TABLE audience_mail AS
SELECT d.subscriber_id, d.locale, coalesce(t.name, '') AS territory,
    {{domain}} AS domain,
    CASE WHEN d.opens = 'identified' THEN 1 ELSE 0 END AS tracked,
    CASE WHEN d.opens = 'identified' AND o.delivery IS NOT NULL THEN 1 ELSE 0 END AS openers,
    CASE WHEN d.clicks = 'identified' THEN 1 ELSE 0 END AS clicks_tracked,
    CASE WHEN d.clicks = 'identified' AND c.delivery IS NOT NULL THEN 1 ELSE 0 END AS clickers,
    CASE WHEN u.delivery_id IS NOT NULL THEN 1 ELSE 0 END AS unsubscribed
FROM {Delivery._meta.db_table} d
LEFT JOIN {Subscriber._meta.db_table} s ON s.id = d.subscriber_id
LEFT JOIN {Territory._meta.db_table} t ON t.id = s.territory_id
LEFT JOIN {CampaignReader._meta.db_table} o
    ON o.campaign_id = %(campaign)s AND o.kind = 'open' AND o.delivery = d.id
LEFT JOIN {CampaignReader._meta.db_table} c
    ON c.campaign_id = %(campaign)s AND c.kind = 'click' AND c.delivery = d.id
LEFT JOIN (SELECT DISTINCT delivery_id FROM {Event._meta.db_table}
        WHERE campaign_id = %(campaign)s AND kind = 'unsubscription') u
    ON u.delivery_id = d.id
WHERE d.campaign_id = %(campaign)s AND d.state = 'accepted'
"""
DOMAIN = {
    "postgresql": "split_part(d.address, '@', 2)",
    "sqlite": "substr(d.address, instr(d.address, '@') + 1)",
}
SUMS = (
    "count(*), sum(tracked), sum(openers), sum(clicks_tracked), sum(clickers), sum(unsubscribed)"
)


@contextmanager
def _accepted_mails(campaign: Campaign) -> Iterator[None]:
    table = ACCEPTED_MAILS.format(domain=DOMAIN[connection.vendor])
    _execute("DROP TABLE IF EXISTS audience_mail")
    _execute(table.replace("%(campaign)s", str(int(campaign.pk))))
    if connection.vendor == "postgresql":
        _execute("ANALYZE audience_mail")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _execute("DROP TABLE audience_mail")


def _execute(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _parts(campaign: Campaign, aspect: str, column: str) -> list[AudienceCount]:
    """Largest first."""
    rows = _execute(
        f"SELECT {column}, {SUMS} FROM audience_mail GROUP BY {column} ORDER BY 2 DESC, 1"
    )
    return [_part(campaign, aspect, name, figures) for name, *figures in rows]


def _part(campaign: Campaign, aspect: str, name: str, figures: list[int | None]) -> AudienceCount:
    counted = {figure: n or 0 for figure, n in zip(FIGURES, figures, strict=True)}
    return AudienceCount(campaign=campaign, aspect=aspect, name=name, **counted)


def _segments(campaign: Campaign) -> list[AudienceCount]:
    """By who is in each segment today: a segment is a question, not a list."""
    parts: list[AudienceCount] = []
    for segment in Segment.objects.order_by("name"):
        try:
            people = members(segment).order_by().values("pk")
        except SegmentRefused:
            continue
        with suppress(EmptyResultSet):
            sql, values = people.query.sql_with_params()
            [figures] = _execute(
                f"SELECT {SUMS} FROM audience_mail WHERE subscriber_id IN ({sql})", *values
            )
            if figures[0]:
                parts.append(_part(campaign, Aspect.SEGMENT, segment.name, list(figures)))
    return parts


def _largest(parts: list[AudienceCount]) -> list[AudienceCount]:
    """Parts come largest first; all others are one, without a name."""
    named = [part for part in parts if part.name][:DOMAINS_SHOWN]
    shown = {part.name for part in named}
    rest: Counter[str] = Counter()
    for part in parts:
        if part.name not in shown:
            rest.update({figure: getattr(part, figure) for figure in FIGURES})
    if not rest["accepted"]:
        return named
    return [
        *named,
        AudienceCount(campaign=parts[0].campaign, aspect=parts[0].aspect, name="", **rest),
    ]
