"""What became of a campaign, counted in the database. Reads only; charts and words are above.

`opens` and `clicks` count hits: every time a pixel or a link was asked for, anonymous hits
included, so raw = machine + person + unsure always. `open_rate` counts deliveries: the share of
those accepted and tracked individually (n) that a person opened at least once.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from campaigns.models import (
    AudienceCount,
    Campaign,
    CampaignReader,
    CampaignTally,
    Delivery,
    Event,
    Link,
    TrackingClass,
)
from campaigns.models.tally import HOURS
from campaigns.tracking.intervals import Rate, wilson

State, Kind = Delivery.State, Event.Kind


@dataclass(frozen=True)
class Hits:
    machine: int = 0
    person: int = 0
    unsure: int = 0

    @property
    def raw(self) -> int:
        return self.machine + self.person + self.unsure

    def as_json(self) -> dict[str, int]:
        return {"raw": self.raw, **asdict(self)}


@dataclass(frozen=True)
class LinkHits:
    number: int
    url: str
    clicks: Hits


@dataclass(frozen=True)
class HourOfHits:
    """Hits judged a person's, in the clock hour that begins at `began_at`."""

    began_at: datetime
    opens: int
    clicks: int


@dataclass(frozen=True)
class CampaignReport:
    """At rest, candidates = accepted + failed + suppressed + cancelled + unknown.

    `bounced`, `complained` and `unsubscribed` count deliveries, each once.
    """

    candidates: int
    accepted: int
    failed: int
    suppressed: int
    cancelled: int
    unknown: int
    pending: int
    bounced: int
    complained: int
    unsubscribed: int
    opens: Hits
    clicks: Hits
    open_rate: Rate
    click_rate: Rate
    began_at: datetime | None
    ended_at: datetime | None

    def as_json(self) -> dict[str, Any]:
        """The keys of `campaign_report`, in its order; times in ISO 8601."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        del told["click_rate"]
        return {
            **told,
            "opens": self.opens.as_json(),
            "clicks": self.clicks.as_json(),
            "open_rate": self.open_rate.as_json(),
            "began_at": self.began_at.isoformat() if self.began_at else None,
            "ended_at": self.ended_at.isoformat() if self.ended_at else None,
        }


def report(campaign: Campaign) -> CampaignReport:
    """Four queries, none of which reads an event, unless mails are in doubt."""
    tally = CampaignTally.objects.filter(pk=campaign.pk).first() or CampaignTally()
    states, tracked = _deliveries(campaign, tally)
    hits, departures = _events(campaign)
    return CampaignReport(
        candidates=sum(states.values()),
        accepted=states.get(State.ACCEPTED, 0),
        failed=states.get(State.FAILED, 0),
        suppressed=states.get(State.SUPPRESSED, 0),
        cancelled=states.get(State.CANCELLED, 0),
        unknown=states.get(State.UNKNOWN, 0),
        pending=sum(states.get(state, 0) for state in Delivery.OPEN_STATES),
        bounced=departures.get(Kind.BOUNCE, 0),
        complained=departures.get(Kind.COMPLAINT, 0),
        unsubscribed=departures.get(Kind.UNSUBSCRIPTION, 0),
        opens=hits[Kind.OPEN],
        clicks=hits[Kind.CLICK],
        open_rate=wilson(tally.openers - _openers_in_doubt(campaign, tally), tracked[Kind.OPEN]),
        click_rate=wilson(
            tally.clickers - _openers_in_doubt(campaign, tally, Kind.CLICK), tracked[Kind.CLICK]
        ),
        began_at=campaign.began_at,
        ended_at=campaign.ended_at,
    )


def open_rate(campaigns: Iterable[int]) -> Rate:
    """The same rate over several campaigns taken together, by their ids."""
    openers = tracked = 0
    for campaign in Campaign.objects.filter(pk__in=list(campaigns)).select_related("tally"):
        tally = tally_of(campaign)
        tracked += _deliveries(campaign, tally)[1][Kind.OPEN]
        openers += tally.openers - _openers_in_doubt(campaign, tally)
    return wilson(openers, tracked)


def tally_of(campaign: Campaign) -> CampaignTally:
    """Zeros before the first event."""
    return getattr(campaign, "tally", None) or CampaignTally()


def accepted_count() -> Case:
    """To annotate campaigns with; of those counted at rest, only rows in doubt are read."""
    rows = Delivery.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    number = rows.annotate(number=Count("pk")).values("number")
    is_counted = Q(state__in=_AT_REST, tally__audience_counted_at__gt=F("ended_at"))
    left_out = F("tally__failed") + F("tally__suppressed") + F("tally__cancelled")
    unsettled = Coalesce(Subquery(number.filter(_UNSETTLED)), 0)
    return Case(
        When(is_counted, then=F("tally__candidates") - left_out - unsettled),
        default=Coalesce(Subquery(number.filter(state=State.ACCEPTED)), 0),
        output_field=IntegerField(),
    )


def by_link(campaign: Campaign) -> list[LinkHits]:
    judged: dict[int, dict[str, int]] = {}
    counts = campaign.event_counts.filter(kind=Kind.CLICK).values_list("link", "verdict")
    for link, verdict, hits in counts.annotate(Sum("events")).order_by():
        judged.setdefault(link, {})[verdict] = hits
    return [
        LinkHits(link.number, link.url, Hits(**judged.get(link.pk, {})))
        for link in campaign.links.exclude(number=Link.TRAP).order_by("number")
    ]


def by_part(campaign: Campaign) -> list[AudienceCount]:
    """Of each aspect the largest first, those without a name last."""
    parts = campaign.audience_counts.order_by("-accepted", "name")
    return sorted(parts, key=lambda part: (part.aspect, not part.name))


def first_hours(campaign: Campaign) -> list[HourOfHits]:
    """One entry per clock hour of the first 48, hours without a hit included."""
    if campaign.began_at is None:
        return []
    counts = campaign.event_counts.filter(
        kind__in=_HIT_KINDS, verdict=Event.Verdict.PERSON, hour__lt=HOURS
    )
    counted: dict[tuple[int, str], int] = {}
    for hour, kind, hits in counts.values_list("hour", "kind").annotate(Sum("events")).order_by():
        counted[hour, kind] = hits
    first = campaign.began_at.replace(minute=0, second=0, microsecond=0)
    return [
        HourOfHits(
            first + timedelta(hours=n), counted.get((n, Kind.OPEN), 0),
            counted.get((n, Kind.CLICK), 0),
        )
        for n in range(HOURS)
    ]  # fmt: skip


_HIT_KINDS = (Kind.OPEN, Kind.CLICK)
# Of a campaign that has ended, all others stay where they are; these have their index.
_UNSETTLED = Q(aside=State.UNKNOWN)
# What has perhaps left although nobody accepted it, as far as we know: it counts neither way.
_IN_DOUBT = (State.TRANSMITTING, State.UNKNOWN, State.FAILED)
_AT_REST = (Campaign.State.SENT, Campaign.State.CANCELLED)


def _deliveries(
    campaign: Campaign, tally: CampaignTally
) -> tuple[dict[str, int], dict[Event.Kind, int]]:
    """By state; and how many of those accepted are tracked individually, by kind of hit.

    Once all is sent the audience was counted: then the few rows in doubt are all that is read.
    """
    rows = campaign.deliveries.order_by()
    is_counted = _is_counted(campaign, tally)
    if is_counted:
        rows = rows.filter(_UNSETTLED)
    states: dict[str, int] = {}
    tracked = dict.fromkeys(_HIT_KINDS, 0)
    for state, opens, clicks, count in rows.values_list("state", "opens", "clicks").annotate(
        Count("pk")
    ):
        states[state] = states.get(state, 0) + count
        if is_counted or state == State.ACCEPTED:
            tracked[Kind.OPEN] += count * (opens == TrackingClass.IDENTIFIED)
            tracked[Kind.CLICK] += count * (clicks == TrackingClass.IDENTIFIED)
    if is_counted:
        left_out = (State.FAILED, State.SUPPRESSED, State.CANCELLED)
        states |= {state: getattr(tally, state) for state in left_out}
        states[State.ACCEPTED] = (tally.candidates or 0) - sum(states.values())
        tracked[Kind.OPEN] = (tally.opens_tracked or 0) - tracked[Kind.OPEN]
        tracked[Kind.CLICK] = (tally.clicks_tracked or 0) - tracked[Kind.CLICK]
    return states, tracked


def _is_counted(campaign: Campaign, tally: CampaignTally) -> bool:
    """Nothing of it is open, and its audience was counted since the last result was stored."""
    counted_at, ended_at = tally.audience_counted_at, campaign.ended_at
    if campaign.state not in _AT_REST or counted_at is None or ended_at is None:
        return False
    return counted_at > ended_at


def _events(campaign: Campaign) -> tuple[dict[str, Hits], dict[str, int]]:
    judged: dict[str, dict[str, int]] = {kind: {} for kind in _HIT_KINDS}
    departures: dict[str, int] = {}
    rows = campaign.event_counts.values_list("kind", "verdict").annotate(Sum("events")).order_by()
    for kind, verdict, events in rows:
        if kind in judged:
            judged[kind][verdict] = events
        else:
            departures[kind] = events
    return {kind: Hits(**judged[kind]) for kind in _HIT_KINDS}, departures


def _openers_in_doubt(
    campaign: Campaign, tally: CampaignTally, kind: Event.Kind = Event.Kind.OPEN
) -> int:
    """Numerator and denominator speak of the same deliveries: accepted, tracked individually."""
    is_counted = _is_counted(campaign, tally)
    known = (tally.failed_openers if kind == Kind.OPEN else tally.failed_clickers) * is_counted
    in_doubt = _UNSETTLED if is_counted else Q(state__in=_IN_DOUBT)
    return known + readers(campaign, kind, campaign.deliveries.filter(in_doubt)).count()


def readers(campaign: Campaign, kind: str, rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Those of these mails, tracked individually, that a person opened or clicked in."""
    tracked_by = "opens" if kind == Kind.OPEN else "clicks"
    read = CampaignReader.objects.filter(campaign=campaign, kind=kind, delivery=OuterRef("pk"))
    return rows.filter(Exists(read), **{tracked_by: TrackingClass.IDENTIFIED})
