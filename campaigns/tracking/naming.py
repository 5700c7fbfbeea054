"""Turns hits into rows: which campaign, whose delivery, which link; and who may be named.

The class of the mail and the person's choice of today decide together: consent withdrawn after
the sending makes no row, so does a person who was erased; a choice unset again counts in total,
and so does a letter so old that its hits were forgotten.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection

from campaigns.models import Campaign, CampaignTally, Delivery, Event, Link, TrackingClass
from campaigns.tracking.hits import CLICKS, IDENTIFIED, Hit
from campaigns.tracking.rows import Row, as_table
from crm.models import Subscriber, TrackingChoice

OPEN, CLICK = Event.Kind.OPEN.value, Event.Kind.CLICK.value


class Sent(NamedTuple):
    """A delivery as far as its hits are concerned: its classes as the person's choices have it."""

    campaign: int
    opens: str
    clicks: str


NONE = TrackingClass.NONE.value
TRAPPED = (Event.Verdict.MACHINE.value, "honeypot")
_NAMED: dict[tuple[str, str | None], str] = {
    (TrackingClass.IDENTIFIED.value, TrackingChoice.GRANTED.value): TrackingClass.IDENTIFIED.value,
    (TrackingClass.IDENTIFIED.value, TrackingChoice.UNKNOWN.value): TrackingClass.ANONYMOUS.value,
}


def rows_of(hits: Iterable[Hit]) -> list[Row]:
    """Three queries: deliveries, campaigns still there, links."""
    hits = list(hits)
    deliveries = _deliveries({hit.owner for hit in hits if hit.kind in IDENTIFIED})
    campaigns = _campaigns(hits, deliveries)
    links = _links(campaigns)
    minutes = {n: datetime.fromtimestamp(n * 60, UTC) for n in {hit.at // 60 for hit in hits}}
    rows = []
    for kind, at, verdict, rule, owner, number in hits:
        delivery = None
        if kind in IDENTIFIED:
            sent = deliveries.get(owner)
            if sent is None:
                continue
            named = sent.clicks if kind in CLICKS else sent.opens
            if named == NONE:
                continue
            campaign = sent.campaign
            if named == TrackingClass.IDENTIFIED:
                delivery = owner
        elif owner in campaigns:
            campaign = owner
        else:
            continue
        minute, second = divmod(at, 60)
        is_click = kind in CLICKS
        if is_click and number == Link.TRAP:
            verdict, rule = TRAPPED
        rows.append(
            Row(
                CLICK if is_click else OPEN,
                campaign,
                delivery,
                links.get((campaign, number)) if is_click else None,
                minutes[minute],
                second if delivery else None,
                verdict,
                rule,
            )
        )
    return rows


def _deliveries(ids: set[int]) -> dict[int, Sent]:
    table, wanted = as_table(sorted(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT delivery.id, delivery.campaign_id, opens, clicks, open_tracking, "
            "click_tracking, hits_forgotten_at IS NOT NULL "
            f"FROM {Delivery._meta.db_table} AS delivery "
            f"LEFT JOIN {CampaignTally._meta.db_table} AS tally "
            "ON tally.campaign_id = delivery.campaign_id "
            f"LEFT JOIN {Subscriber._meta.db_table} AS subscriber "
            f"ON subscriber.id = subscriber_id WHERE delivery.id IN (SELECT value FROM {table})",
            [wanted],
        )
        return {
            pk: Sent(campaign, _class(opens, by_open, old), _class(clicks, by_click, old))
            for pk, campaign, opens, clicks, by_open, by_click, old in cursor.fetchall()
        }


def _class(sent_as: str, choice: str | None, is_forgotten: bool) -> str:
    """None of the subscriber's choices is known once the person is erased."""
    named = _NAMED.get((sent_as, choice), NONE)
    return TrackingClass.ANONYMOUS.value if is_forgotten and named != NONE else named


def _campaigns(hits: list[Hit], deliveries: dict[int, Sent]) -> set[int]:
    """An anonymous token names its campaign, which may have been deleted since."""
    ids = {hit.owner for hit in hits if hit.kind not in IDENTIFIED}
    known = Campaign.objects.filter(pk__in=ids)
    return {*known.values_list("pk", flat=True), *(sent.campaign for sent in deliveries.values())}


def _links(campaigns: set[int]) -> dict[tuple[int, int], int]:
    rows = Link.objects.filter(campaign__in=campaigns).values_list("campaign", "number", "pk")
    return {(campaign, number): pk for campaign, number, pk in rows}
