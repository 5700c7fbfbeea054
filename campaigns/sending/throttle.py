"""What may leave now. A worker asks before each group; without any limit the answer costs nothing.

Limits are read again every second, so that a change reaches the workers that run. A limit that
all mails share makes the campaign wait; a recipient domain at its limit makes only its own mails
wait, each until its likely turn.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.sending.claims import Claim
from campaigns.sending.pace import buckets
from campaigns.sending.pace.buckets import Tokens
from campaigns.sending.pace.hours import opening
from campaigns.sending.pace.plan import Plan, read_plan

READ_EVERY_SECONDS = 0.5

# A row that no attempt was made of has not begun its 48 hours.
POSTPONE = """
    WITH postponed(postponed_id, until) AS (VALUES {rows})
    UPDATE campaigns_delivery
    SET state = 'pending', reason = 'paced', owner = '', not_before = until,
        claimed_at = CASE WHEN attempts = 0 THEN NULL ELSE claimed_at END
    FROM postponed WHERE id = postponed_id AND owner = %s AND state = 'claimed'
"""


class Allowance:
    """One worker's leave to send one campaign; `waits` once the whole campaign has to."""

    def __init__(
        self, campaign: Campaign, owner: str, *, clock: Callable[[], datetime] = timezone.now
    ) -> None:
        self.campaign = campaign
        self.owner = owner
        self.clock = clock
        self.waits = False
        self.plan = Plan()
        self.read_at: float | None = None
        self.turns: dict[str, datetime] = {}
        self.taken_at: dict[int, datetime] = {}

    def opens(self) -> bool:
        """Whether anything may leave now; to be asked before rows are claimed."""
        now = self.clock()
        if self._is_closed(now):
            return False
        empty = [
            (tokens.next_at(), code) for code, tokens in self._look(now).items() if not tokens.free
        ]
        if empty:
            self._wait(*max(empty))
        elif self.campaign.waits_until is not None:
            _note(self.campaign, "", None)
        return not self.waits

    def take(self, claims: Sequence[Claim]) -> list[Claim]:
        """Those of the claims that may leave now, in their order.

        What its domain holds back is put off; the rest, when `waits`, stays with the caller.
        """
        now = self.clock()
        if self._is_closed(now):
            return []
        if not (self.plan.shared or self.plan.recipients or self.plan.every_other):
            return list(claims)
        with transaction.atomic():
            return self._take(claims, now)

    def settle(self, sent: Iterable[Claim], unsent: Iterable[Claim]) -> None:
        """What was taken for mails that did not leave after all is given back."""
        for claim in sent:
            self.taken_at.pop(claim.delivery_id, None)
        back = [
            (c, self.taken_at.pop(c.delivery_id)) for c in unsent if c.delivery_id in self.taken_at
        ]
        if back:
            with transaction.atomic():
                self._give_back(back)

    def _give_back(self, back: Sequence[tuple[Claim, datetime]]) -> None:
        shared = self.plan.shared.values()
        limits = [
            (limit, at)
            for claim, at in back
            for limit in (*self.plan.limits_of(domain_of(claim)), *shared)
        ]
        tokens = buckets.lock({limit for limit, _at in limits}, self.clock())
        for limit, at in limits:
            tokens[limit].give_back(at)
        buckets.keep(tokens.values())
        if self.campaign.waits_for in self.plan.shared and all(tokens[s].free for s in shared):
            _note(self.campaign, "", None)

    def _take(self, claims: Sequence[Claim], now: datetime) -> list[Claim]:
        limits = {claim.delivery_id: self.plan.limits_of(domain_of(claim)) for claim in claims}
        mine = {limit for own in limits.values() for limit in own}
        if not (self.plan.shared or mine):
            return list(claims)
        tokens = buckets.lock({*self.plan.shared.values(), *mine}, now)
        shared = {code: tokens[limit] for code, limit in self.plan.shared.items()}
        allowed, refused = [], []
        for claim in claims:
            own = [tokens[limit] for limit in limits[claim.delivery_id]]
            if not all(each.free for each in own):
                refused.append((claim, own))
            elif all(each.free for each in shared.values()):
                allowed.append(claim)
                self.taken_at[claim.delivery_id] = now
                for each in (*own, *shared.values()):
                    each.take(1)
        if allowed:
            buckets.keep(tokens.values())
        self._postpone(refused)
        self._wait_for_empty(shared)
        return allowed

    def _is_closed(self, now: datetime) -> bool:
        self._read(now)
        opens_at, code = opening(self.plan.closings, now)
        if code:
            self._wait(opens_at, code)
        return bool(code)

    def _read(self, now: datetime) -> None:
        if self.read_at is not None and time.monotonic() < self.read_at + READ_EVERY_SECONDS:
            return
        if self.read_at is not None:
            self.campaign.refresh_from_db(fields=["per_hour", "window_from", "window_until"])
        self.plan = read_plan(self.campaign, now)
        self.read_at = time.monotonic()

    def _look(self, now: datetime) -> dict[str, Tokens]:
        if not self.plan.shared:
            return {}
        found = buckets.look(self.plan.shared.values(), now)
        return {code: found[limit] for code, limit in self.plan.shared.items()}

    def _wait_for_empty(self, shared: dict[str, Tokens]) -> None:
        empty = [(each.next_at(), code) for code, each in shared.items() if not each.free]
        if empty:
            self._wait(*max(empty))

    def _wait(self, until: datetime, code: str) -> None:
        self.waits = True
        _note(self.campaign, code, until)

    def _postpone(self, refused: Sequence[tuple[Claim, list[Tokens]]]) -> None:
        """Spread over the time that their domain's limit needs for as many."""
        if not refused:
            return
        parameters: list[Any] = []
        for claim, own in refused:
            turn = max(self._turn(tokens) for tokens in own if not tokens.free)
            parameters += [claim.delivery_id, connection.ops.adapt_datetimefield_value(turn)]
        rows = ", ".join(["(%s, %s)"] * len(refused))
        with connection.cursor() as cursor:
            cursor.execute(POSTPONE.format(rows=rows), [*parameters, self.owner])

    def _turn(self, tokens: Tokens) -> datetime:
        limit = tokens.limit
        turn = max(tokens.next_at(), self.turns.get(limit.bucket_key, self.clock()))
        self.turns[limit.bucket_key] = turn + timedelta(seconds=limit.period / limit.size)
        return turn


def domain_of(claim: Claim) -> str:
    return claim.address.rpartition("@")[2]


def _note(campaign: Campaign, waits_for: str, until: datetime | None) -> None:
    campaign.waits_for, campaign.waits_until = waits_for, until
    Campaign.objects.filter(pk=campaign.pk).update(waits_for=waits_for, waits_until=until)
