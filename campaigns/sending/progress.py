"""How a sending gets on: by state, how fast, and when it may be over.

Many look at once and a million rows stand behind it. So every figure is kept in the shared cache,
for two seconds at least and twenty times as long as counting it took; while one reader counts
afresh, the others get what was counted last.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count
from django.utils import timezone

from campaigns.models import Campaign, CampaignTally, Delivery
from campaigns.sending.pace.forecast import forecast
from campaigns.sending.queue import again
from campaigns.sending.settling import in_doubt, refused_for_us

State = Delivery.State
Kept = TypeVar("Kept")

KEPT_SECONDS = 2.0
REST_PER_COUNT = 20
FORGOTTEN_AFTER = 300
LONGEST_COUNT = 60
RATE_SECONDS = 60
# Below, one slow answer more or less would make the rate jump.
SHORTEST_MEASURE = 4


@dataclass(frozen=True)
class Sample:
    at: datetime
    settled: int


@dataclass(frozen=True)
class Progress:
    """candidates = accepted + failed + suppressed + cancelled + unknown + pending, always.

    `pending` are all open rows: waiting, in hand, being handed over, to be tried again.
    `to_decide` are those of the unknown about which nobody has decided, `refused_for_us` those of
    the failed that no recipient is to blame for. While it `waits`, for hours or for a limit, the
    rate tells of the waiting.
    """

    states: dict[str, int]
    counted_at: datetime
    samples: tuple[Sample, ...] = ()
    next_attempt: datetime | None = None
    to_decide: int = 0
    refused_for_us: int = 0
    ends_at: datetime | None = None
    waits: bool = False

    def of(self, *states: str) -> int:
        return sum(self.states.get(state, 0) for state in states)

    @property
    def candidates(self) -> int:
        return sum(self.states.values())

    @property
    def accepted(self) -> int:
        return self.of(State.ACCEPTED)

    @property
    def failed(self) -> int:
        return self.of(State.FAILED)

    @property
    def suppressed(self) -> int:
        return self.of(State.SUPPRESSED)

    @property
    def cancelled(self) -> int:
        return self.of(State.CANCELLED)

    @property
    def unknown(self) -> int:
        return self.of(State.UNKNOWN)

    @property
    def pending(self) -> int:
        return self.of(*Delivery.OPEN_STATES)

    @property
    def settled(self) -> int:
        return self.candidates - self.pending

    @property
    def per_minute(self) -> int | None:
        return _per_minute(self.samples)

    @property
    def only_retries_left(self) -> bool:
        return self.pending > 0 and self.pending == self.of(State.DEFERRED)


def _per_minute(samples: Sequence[Sample]) -> int | None:
    """Rows settled a minute, over the last minute; None until there is enough to measure."""
    if len(samples) < 2:
        return None
    first, last = samples[0], samples[-1]
    seconds = (last.at - first.at).total_seconds()
    if seconds < SHORTEST_MEASURE:
        return None
    return max(round(60 * (last.settled - first.settled) / seconds), 0)


def progress(campaign: Campaign) -> Progress:
    """A change of the campaign's own state is never hidden by what was kept."""

    def count(last: Progress | None) -> Progress:
        return _counted(campaign, last.samples if last else ())

    return kept(_progress_key(campaign), count, seconds=KEPT_SECONDS)


def count_states(campaign: Campaign) -> dict[str, int]:
    """One pass over the rows; once none is open, over those off the ordinary course alone."""
    rows = campaign.deliveries.order_by()
    candidates = _candidates(campaign)
    if candidates is None:
        return dict(rows.values_list("state").annotate(Count("pk")))
    aside = dict(rows.filter(aside__isnull=False).values_list("aside").annotate(Count("pk")))
    return {State.ACCEPTED.value: candidates - sum(aside.values()), **aside}


def _candidates(campaign: Campaign) -> int | None:
    """Of one that has ended, once counted: no row is added or taken away any more."""
    if campaign.ended_at is None:
        return None
    tally = CampaignTally.objects.filter(pk=campaign.pk)
    return tally.values_list("candidates", flat=True).first()


def recount(campaign: Campaign) -> None:
    """After an act whose answer must show what it changed."""
    cache.delete(_progress_key(campaign))


def _progress_key(campaign: Campaign) -> str:
    return f"progress:{campaign.pk}:{campaign.state}:{campaign.ended_at is not None}"


def kept(key: str, count: Callable[[Kept | None], Kept], *, seconds: float) -> Kept:
    """What `count` last gave, told what it gave before; counted by one reader at a time."""
    held: tuple[Kept, float] | None = cache.get(key)
    if held and time.time() < held[1]:
        return held[0]
    if not cache.add(f"{key}:busy", True, timeout=LONGEST_COUNT) and held:
        return held[0]
    began = time.time()
    try:
        value = count(held[0] if held else None)
        rest = max(seconds, REST_PER_COUNT * (time.time() - began))
        cache.set(key, (value, time.time() + rest), timeout=FORGOTTEN_AFTER + rest)
    finally:
        cache.delete(f"{key}:busy")
    return value


def _counted(campaign: Campaign, samples: tuple[Sample, ...]) -> Progress:
    states = count_states(campaign)
    now = timezone.now()
    settled = sum(n for state, n in states.items() if state not in Delivery.OPEN_STATES)
    recent = [s for s in samples if (now - s.at).total_seconds() <= RATE_SECONDS]
    seen = Progress(
        states=states,
        counted_at=now,
        samples=(*recent, Sample(now, settled)),
        next_attempt=_next_attempt(campaign) if states.get(State.DEFERRED) else None,
        to_decide=in_doubt(campaign).count() if states.get(State.UNKNOWN) else 0,
        refused_for_us=refused_for_us(campaign).count() if states.get(State.FAILED) else 0,
        waits=campaign.waits_until is not None and campaign.waits_until > now,
    )
    return replace(seen, ends_at=_end(campaign, seen))


def _end(campaign: Campaign, seen: Progress) -> datetime | None:
    """None too when what is left has to be tried again: that depends on others' servers."""
    if campaign.state != Campaign.State.SENDING or not seen.pending or seen.only_retries_left:
        return None
    return forecast(campaign, seen.pending, seen.per_minute, seen.counted_at)


def _next_attempt(campaign: Campaign) -> datetime | None:
    return again(campaign).values_list("not_before", flat=True).first()
