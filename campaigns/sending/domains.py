"""What became of a sending by recipient's domain: a pass over all of its mails.

Of few mails it is made when somebody looks, kept as the other figures are. Of many no screen waits
for it: a task counts every minute, and only what has moved since.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex, Substr
from django.utils import timezone

from campaigns.models import Campaign, Delivery, DomainTally
from campaigns.sending.progress import Progress, count_states, kept

State = Delivery.State

AT_ONCE = 50_000
KEPT_SECONDS = 5.0
NAMES_KEPT_SECONDS = 600
DOMAINS_SHOWN = 10
# What servers send back, and what a person decides of doubts, changes mails long after the last.
WATCHED_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Domain:
    """`name` is empty for all the others together; `rest` is left out or cancelled."""

    name: str
    accepted: int
    failed: int
    waiting: int
    rest: int
    unknown: int = 0

    @classmethod
    def of(cls, name: str, states: Mapping[str, int]) -> "Domain":
        accepted, failed = states.get(State.ACCEPTED, 0), states.get(State.FAILED, 0)
        waiting = sum(states.get(state, 0) for state in Delivery.OPEN_STATES)
        unknown = states.get(State.UNKNOWN, 0)
        rest = sum(states.values()) - accepted - failed - waiting - unknown
        return cls(name, accepted, failed, waiting, rest, unknown)

    @property
    def total(self) -> int:
        return self.accepted + self.failed + self.waiting + self.rest + self.unknown


@dataclass(frozen=True)
class Domains:
    """The ten that most mails go to, then the others; no date before the first count."""

    rows: tuple[Domain, ...] = ()
    counted_at: datetime | None = None

    @property
    def totals(self) -> tuple[int, ...]:
        figures = [astuple(row)[1:] for row in self.rows]
        return tuple(map(sum, zip(*figures, strict=True)))


def domains(campaign: Campaign, seen: Progress) -> Domains:
    """`seen` says how many mails there are; of many, what the task counted last."""
    if seen.candidates > AT_ONCE:
        return _stored(DomainTally.objects.filter(campaign=campaign).first())
    key = f"domain-names:{campaign.pk}"
    names = kept(key, lambda _last: _largest(campaign), seconds=NAMES_KEPT_SECONDS)
    return kept(
        f"domains:{campaign.pk}:{campaign.state}",
        lambda _last: Domains(_counted(campaign, names), timezone.now()),
        seconds=KEPT_SECONDS,
    )


def count_domains() -> int:
    """Those of the large sendings where something moved since the last count."""
    moved = [campaign for campaign in _watched() if _has_moved(campaign)]
    for campaign in moved:
        rows = [astuple(row) for row in _counted(campaign, _largest(campaign))]
        DomainTally.objects.update_or_create(
            campaign=campaign, defaults={"rows": rows, "counted_at": timezone.now()}
        )
    return len(moved)


def _watched() -> QuerySet[Campaign]:
    moving = Q(state__in=(Campaign.State.SENDING, Campaign.State.PAUSED))
    ended_lately = Q(ended_at__gte=timezone.now() - WATCHED_FOR)
    ending = Q(state=Campaign.State.CANCELLED, frozen_at__isnull=False, ended_at=None)
    watched = Campaign.objects.filter(moving | ended_lately | ending)
    return watched.select_related("domain_tally")


def _has_moved(campaign: Campaign) -> bool:
    """Told from the states alone, which are counted several times as fast."""
    states = count_states(campaign)
    if sum(states.values()) <= AT_ONCE:
        return False
    last = _stored(getattr(campaign, "domain_tally", None))
    return last.totals != astuple(Domain.of("", states))[1:]


def _stored(tally: DomainTally | None) -> Domains:
    if tally is None:
        return Domains()
    return Domains(tuple(Domain(*row) for row in tally.rows), tally.counted_at)


def _with_domain(campaign: Campaign) -> Any:
    """Addresses are stored normalised, so what follows the @ compares as it is."""
    domain = Substr("address", StrIndex("address", Value("@")) + 1)
    return campaign.deliveries.annotate(domain=domain).order_by()


def _largest(campaign: Campaign) -> list[str]:
    """The audience is frozen: so are its domains."""
    rows = _with_domain(campaign).exclude(address="").values_list("domain")
    largest = rows.annotate(n=Count("pk")).order_by("-n", "domain")[:DOMAINS_SHOWN]
    return [domain for domain, _n in largest]


def _counted(campaign: Campaign, names: list[str]) -> tuple[Domain, ...]:
    shown = Case(When(domain__in=names, then=F("domain")), default=Value(""))
    rows = _with_domain(campaign).annotate(shown=shown).values_list("shown", "state")
    counted: dict[str, dict[str, int]] = {name: {} for name in [*names, ""]}
    for name, state, number in rows.annotate(Count("pk")):
        counted[name][state] = number
    return tuple(Domain.of(name, states) for name, states in counted.items() if name or states)
