"""Buckets of tokens that all workers share: a token comes back one period after it was taken.

So no rolling hour (minute, day) ever sees more than the bucket holds, whoever counts, from
whenever. A period is told in 60 slices; a token returns at the end of its slice, a little late
rather than early. One taken by a worker that died is lost until then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from campaigns.models import Bucket

SLICES = 60
MINUTE, HOUR, DAY = 60, 3600, 86_400
FORGOTTEN_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `size` mails in `period` seconds; `spent` of them left by another door."""

    key: str
    period: int
    size: int
    spent: int = 0

    @property
    def bucket_key(self) -> str:
        return f"{self.key}/{self.period}"

    @property
    def slice_seconds(self) -> int:
        return self.period // SLICES


class Tokens:
    """One bucket at one moment."""

    def __init__(self, limit: Limit, taken: dict[str, int], now: datetime) -> None:
        self.limit = limit
        self.now = now
        self.slice = int(now.timestamp()) // limit.slice_seconds
        oldest = self.slice - SLICES
        self.taken = {int(at): count for at, count in taken.items() if int(at) >= oldest}

    @property
    def free(self) -> int:
        return max(self.limit.size - self.limit.spent - sum(self.taken.values()), 0)

    def take(self, count: int) -> None:
        self.taken[self.slice] = self.taken.get(self.slice, 0) + count

    def count(self, number: int, *, at: datetime) -> None:
        """So many left then, without having asked."""
        earlier = int(at.timestamp()) // self.limit.slice_seconds
        self.taken[earlier] = self.taken.get(earlier, 0) + number

    def give_back(self, taken_at: datetime) -> None:
        """One that was taken then; what else the bucket has given stays counted as it was."""
        at = int(taken_at.timestamp()) // self.limit.slice_seconds
        if self.taken.get(at):
            self.taken[at] -= 1

    def next_at(self) -> datetime:
        """When a token is free again: now, or once enough slices have come back."""
        missing = 1 - (self.limit.size - self.limit.spent - sum(self.taken.values()))
        if missing <= 0:
            return self.now
        for at in sorted(self.taken):
            missing -= self.taken[at]
            if missing <= 0:
                return self._back_at(at)
        return self.now + timedelta(seconds=self.limit.slice_seconds)

    def returns(self) -> Iterator[tuple[datetime, int]]:
        """What is free now, then when how many come back, for one period."""
        yield self.now, self.free
        for at in sorted(self.taken):
            yield self._back_at(at), self.taken[at]
        if self.limit.spent:
            yield self.now + timedelta(seconds=self.limit.period), self.limit.spent

    def as_kept(self) -> dict[str, int]:
        return {str(at): count for at, count in self.taken.items() if count}

    def _back_at(self, slice_number: int) -> datetime:
        seconds = (slice_number + SLICES + 1) * self.limit.slice_seconds
        return datetime.fromtimestamp(seconds, tz=UTC)


def look(limits: Iterable[Limit], now: datetime) -> dict[Limit, Tokens]:
    """Without waiting for anybody; what is seen may be gone at once."""
    by_key = {limit.bucket_key: limit for limit in limits}
    kept = dict(Bucket.objects.filter(key__in=by_key).values_list("key", "taken"))
    return {limit: Tokens(limit, kept.get(key, {}), now) for key, limit in by_key.items()}


def lock(limits: Iterable[Limit], now: datetime) -> dict[Limit, Tokens]:
    """Held until the caller's transaction ends; always locked in one order, so never in a knot."""
    by_key = {limit.bucket_key: limit for limit in limits}
    rows = Bucket.objects.select_for_update().filter(key__in=by_key).order_by("key")
    kept = dict(rows.values_list("key", "taken"))
    if missing := sorted(by_key.keys() - kept.keys()):
        Bucket.objects.bulk_create(
            [Bucket(key=key, used_at=now) for key in missing], ignore_conflicts=True
        )
        kept = dict(rows.values_list("key", "taken"))
    return {limit: Tokens(limit, kept[key], now) for key, limit in by_key.items()}


def keep(tokens: Iterable[Tokens]) -> None:
    """In one UPDATE; the rows are locked by the caller."""
    by_key = {each.limit.bucket_key: each for each in tokens}
    rows = list(Bucket.objects.filter(key__in=by_key))
    for row in rows:
        row.taken, row.used_at = by_key[row.key].as_kept(), by_key[row.key].now
    Bucket.objects.bulk_update(rows, ["taken", "used_at"])


def forget_idle(now: datetime | None = None) -> int:
    """Buckets all of whose tokens came back long ago."""
    idle = Bucket.objects.filter(used_at__lt=(now or timezone.now()) - FORGOTTEN_AFTER)
    return idle.delete()[0]
