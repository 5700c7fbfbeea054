"""Counts an audience once nothing is left to send: how many, and what each part of it did.

A pass over all mails of a campaign, for a task and not for a page. Done again when events came
since, so that a report's parts are minutes old at most while people read.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, StrIndex, Substr
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
from campaigns.tracking.tallies import lock

Aspect = AudienceCount.Aspect
AT_REST = (Campaign.State.SENT, Campaign.State.CANCELLED)
FIGURES = ("accepted", "tracked", "openers", "clicks_tracked", "clickers", "unsubscribed")
DOMAINS_SHOWN = 10
# What happened while it was counted may have been missed.
OVERLAP = timedelta(minutes=1)


def count_audiences() -> int:
    """Those at rest whose audience was never counted, or where something happened since."""
    at_rest = Campaign.objects.filter(state__in=AT_REST, frozen_at__isnull=False)
    stale = at_rest.filter(
        Q(tally=None)
        | Q(tally__audience_counted_at=None)
        | Q(tally__audience_counted_at__lte=F("ended_at"))
        | Q(tally__audience_counted_at__lte=F("tally__changed_at") + OVERLAP)
    )
    campaigns = list(stale)
    for campaign in campaigns:
        count_audience(campaign)
    return len(campaigns)


def count_audience(campaign: Campaign) -> None:
    counted_at = timezone.now()
    rows = campaign.deliveries.order_by()
    totals = rows.aggregate(
        candidates=Count("pk"),
        opens_tracked=Count("pk", filter=Q(opens=TrackingClass.IDENTIFIED)),
        clicks_tracked=Count("pk", filter=Q(clicks=TrackingClass.IDENTIFIED)),
    )
    parts = [
        *_parts(campaign, Aspect.LANGUAGE, rows.annotate(part=F("locale"))),
        *_parts(
            campaign,
            Aspect.TERRITORY,
            rows.annotate(part=Coalesce("subscriber__territory__name", Value(""))),
        ),
        *_largest(_parts(campaign, Aspect.DOMAIN, rows.annotate(part=_DOMAIN))),
        *_segments(campaign, rows),
    ]
    with transaction.atomic():
        lock([campaign.pk])
        campaign.audience_counts.all().delete()
        AudienceCount.objects.bulk_create(parts)
        CampaignTally.objects.filter(pk=campaign.pk).update(
            audience_counted_at=counted_at, **totals
        )


_DOMAIN = Substr("address", StrIndex("address", Value("@")) + 1)


def _parts(campaign: Campaign, aspect: Aspect, rows: Any) -> list[AudienceCount]:
    accepted = rows.filter(state=Delivery.State.ACCEPTED)
    counted = accepted.values("part").annotate(**_figures(campaign)).order_by("-accepted", "part")
    return [
        AudienceCount(
            campaign=campaign,
            aspect=aspect,
            name=row["part"],
            **{figure: row[figure] for figure in FIGURES},
        )
        for row in counted
    ]


def _figures(campaign: Campaign) -> dict[str, Count]:
    """Of rows accepted."""
    readers = CampaignReader.objects.filter(campaign=campaign, delivery=OuterRef("pk"))
    departures = Event.objects.filter(
        campaign=campaign, kind=Event.Kind.UNSUBSCRIPTION, delivery=OuterRef("pk")
    )
    opens, clicks = Q(opens=TrackingClass.IDENTIFIED), Q(clicks=TrackingClass.IDENTIFIED)
    return {
        "accepted": Count("pk"),
        "tracked": Count("pk", filter=opens),
        "openers": Count("pk", filter=opens & Q(Exists(readers.filter(kind="open")))),
        "clicks_tracked": Count("pk", filter=clicks),
        "clickers": Count("pk", filter=clicks & Q(Exists(readers.filter(kind="click")))),
        "unsubscribed": Count("pk", filter=Q(Exists(departures))),
    }


def _segments(campaign: Campaign, rows: QuerySet[Delivery]) -> list[AudienceCount]:
    """By who is in each segment today: a segment is a question, not a list."""
    parts: list[AudienceCount] = []
    for segment in Segment.objects.order_by("name"):
        try:
            people = members(segment).values("pk")
        except SegmentRefused:
            continue
        inside = rows.filter(subscriber__in=people).annotate(part=Value(segment.name))
        parts += _parts(campaign, Aspect.SEGMENT, inside)
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
