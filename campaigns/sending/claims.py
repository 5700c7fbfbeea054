"""The four moves of a delivery row, each one statement: claim, fence, outcome, release.

A claim looks at the fresh rows first, and then at those that wait once more: see queue.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from campaigns.models import SendingTurn
from campaigns.sending import statements
from campaigns.sending.statements import moment, number_of, numbers, rows_of


@dataclass(slots=True)
class Claim:
    """A row in our hands, with what its mail needs to know of the person."""

    delivery_id: int
    subscriber_id: int
    address: str
    email: str
    first_name: str
    last_name: str
    locale: str
    variant: str
    opens: str
    clicks: str
    attempts: int


# A delivery's number, what its server said, and when (seconds since 1970).
Answer = tuple[int, str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to write about rows that share it; `not_before` counts for deferred rows only."""

    state: str
    reason: str = ""
    not_before: datetime | None = None


# Answers that share one verdict.
Alike = tuple[Verdict, Sequence[Answer]]


class FenceRefused(Exception):
    """The campaign no longer sends, or the rows are no longer ours: nothing may leave."""


def claim(campaign_id: int, owner: str, limit: int, *, after: int = 0) -> list[Claim]:
    """At most so many; the fresh ones only above the number `after`.

    A worker that claims again passes the last number it got: from there on it reads no row twice.
    """
    now = timezone.now()
    number_of(statements.TURN, [owner, campaign_id, moment(_lease_end(now))])
    taking = [owner, moment(_lease_end(now)), moment(now), campaign_id]
    fresh = [*taking, after, campaign_id, moment(now), limit]
    ids = [row[0] for row in rows_of(statements.CLAIM_FRESH, fresh)]
    if len(ids) < limit:
        back = rows_of(statements.CLAIM_AGAIN, [*taking, moment(now), limit - len(ids)])
        ids += [row[0] for row in back]
    if not ids:
        return []
    return [Claim(*row) for row in rows_of(statements.CLAIMED, [numbers(ids)])]


def fence(
    claims: Sequence[Claim],
    *,
    campaign_id: int,
    newsletter_id: int,
    owner: str,
    storing: Alike | None = None,
) -> list[Claim]:
    """Marks them as leaving and returns those that may leave, in the class their consent allows.

    `storing` is written in the same transaction, stored even if the fence is refused. Bodies may
    go once all of it is committed; outside of a transaction that is done on return. Raises
    FenceRefused.
    """
    now = timezone.now()
    ids = [claimed.delivery_id for claimed in claims]
    today = connection.ops.adapt_datefield_value(timezone.localdate())
    checks = [moment(now), today, newsletter_id]
    fenced = [moment(_lease_end(now)), *checks, numbers(ids), owner, campaign_id]
    marked = _exchange(storing, fenced, owner) if storing else rows_of(statements.FENCE, fenced)
    touched = {row[0]: row[1:] for row in marked}
    if touched.keys() != set(ids):
        if touched:
            number_of(statements.UNFENCE, [numbers(touched), owner])
        raise FenceRefused
    leaving = []
    for claimed in claims:
        state, claimed.opens, claimed.clicks = touched[claimed.delivery_id]
        if state == "transmitting":
            leaving.append(claimed)
    return leaving


def _exchange(storing: Alike, fenced: list[Any], owner: str) -> list[tuple[Any, ...]]:
    """Where the database can, in one statement: four trips to its server become one."""
    stored = _stored(*storing, owner=owner)
    if statements.can_exchange():
        return rows_of(statements.EXCHANGE, [*stored, *fenced])
    with transaction.atomic():
        number_of(statements.STORE, stored)
        return rows_of(statements.FENCE, fenced)


def store(verdict: Verdict, answers: Sequence[Answer], *, owner: str) -> int:
    """Writes one verdict for all these answers; returns how many rows took it."""
    return number_of(statements.STORE, _stored(verdict, answers, owner=owner))


def _stored(verdict: Verdict, answers: Sequence[Answer], *, owner: str) -> list[Any]:
    """What the statement that stores them takes."""
    is_settled = verdict.not_before is None
    rows = [(delivery_id, reply, at if is_settled else None) for delivery_id, reply, at in answers]
    ids = numbers(row[0] for row in rows)
    until = verdict.not_before and moment(verdict.not_before)
    return [verdict.state, verdict.reason, until, statements.answers(rows), ids, owner]


def release(claims: Iterable[Claim], *, owner: str) -> int:
    """Gives back those of them that were not fenced: no byte of them has left."""
    ids = numbers(claimed.delivery_id for claimed in claims)
    return number_of(statements.RELEASE, [ids, owner])


def put_down(owner: str) -> None:
    """To be called once nothing is in hand any more; else recovery looks for it."""
    SendingTurn.objects.filter(owner=owner).delete()


def _lease_end(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.SEND_LEASE_SECONDS)
