"""Sends what is due of one campaign: claims, fences, hands over, stores what was answered.

No body leaves before the commit that says so, and at most SEND_GROUP_SIZE bodies are out
without a stored outcome: what a kill -9 leaves in doubt.
"""

import time
from collections import deque

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.sending.alerts import stop
from campaigns.sending.answers import alike, store_outcomes
from campaigns.sending.breaker import Breaker, readmit
from campaigns.sending.claims import Alike, Claim, FenceRefused, claim, fence, put_down, release
from campaigns.sending.control import finish, finish_cancelled
from campaigns.sending.epoch import SendingHeld, begin_turn, end_turn
from campaigns.sending.headers import HeaderRefused
from campaigns.sending.portions import Portion
from campaigns.sending.queue import move_mark
from campaigns.sending.throttle import Allowance
from campaigns.sending.transports import (
    Envelope,
    MailRefused,
    Outcome,
    Result,
    Transport,
    TransportDown,
    broken_off,
)
from campaigns.sending.ways import Room, configured_transport, room_for
from campaigns.signals import campaign_started

# Few enough that a killed worker keeps little back until its lease runs out.
GROUPS_CLAIMED = 10
SLICE_SECONDS = 45.0
NEVER_LEFT = (Result.NOT_SENT, Result.MALFORMED)


def send_pending(
    campaign_id: int,
    *,
    worker: str,
    transport: Transport | None = None,
    seconds: float = SLICE_SECONDS,
) -> bool:
    """Sends for at most so many seconds; True when it stopped for that reason alone.

    Any number of workers may send one campaign. Raises nothing for what the mail server does.
    """
    campaign = Campaign.objects.select_related("newsletter", "issue").get(pk=campaign_id)
    if campaign.state != Campaign.State.SENDING:
        return False
    run = _Run(campaign, worker, transport or configured_transport(), time.monotonic() + seconds)
    more = run.send()
    finish(campaign_id)
    finish_cancelled(Campaign.objects.filter(pk=campaign_id))
    return more


class _Run:
    """One worker's turn at one campaign."""

    def __init__(self, campaign: Campaign, owner: str, transport: Transport, until: float) -> None:
        self.campaign = campaign
        self.owner = owner
        self.transport = transport
        self.until = until
        self.claimed: list[Claim] = []
        self.waiting: deque[Claim] = deque()
        self.claimed_until = 0.0
        self.in_hand: dict[int, Claim] = {}
        self.breaker = Breaker.of(campaign)
        self.allowance = Allowance(campaign, owner)
        self.stopped = False
        self.room: Room

    def send(self) -> bool:
        if not self.allowance.opens():
            return False
        if not self._claim_more():
            put_down(self.owner)
            return False
        try:
            begin_turn(self.campaign, self.owner)
            self._connect()
            self._send_until_stopped()
        except SendingHeld as held:
            self._tell(str(held))
        except TransportDown as down:
            self._note(down)
        except MailRefused as refusal:
            stop(self.campaign, str(refusal))
        finally:
            self.transport.close()
            self._release()
        end_turn(self.campaign, self.owner)
        self.breaker.remember(self.campaign)
        if self.breaker.tripped:
            readmit(self.campaign)
        return time.monotonic() >= self.until

    def _release(self) -> None:
        release(self.claimed, owner=self.owner)
        if not self.in_hand:
            put_down(self.owner)

    def _connect(self) -> None:
        self.transport.open()
        self.room = room_for(self.transport, self.campaign)
        if self.campaign.difficulty:
            Campaign.objects.filter(pk=self.campaign.pk).update(difficulty="")

    def _send_until_stopped(self) -> None:
        """At most half of what may be in hand is committed while the rest is handed over."""
        portion = Portion(settings.SEND_GROUP_SIZE, singly=self.transport.takes_singly)
        outcomes: list[Outcome] = []
        while True:
            begun = time.monotonic()
            most = portion.in_hand_at_most(self.transport.at_once)
            room = most - len(self.in_hand) + len(outcomes)
            leaving = self._next_portion(min(portion.most, room)) if room > 0 else []
            malformed = self._hand_over(self._commit(outcomes, leaving))
            if not (leaving or self.in_hand):
                if self.stopped or not any(map(_came_too_late, outcomes)):
                    return
                outcomes = []
                continue
            handed_over = time.monotonic()
            size = min(portion.size, max(most // 2, 1))
            needed = len(self.in_hand) + size - most if leaving else size
            collected = self.transport.collect(min(max(needed, 0), len(self.in_hand)))
            portion.adapt(
                answered=sum(outcome.result is not Result.NOT_SENT for outcome in collected),
                committed=handed_over - begun,
                waited=time.monotonic() - handed_over,
            )
            outcomes = malformed + collected
            self._judge(outcomes)

    def _next_portion(self, size: int) -> list[Claim]:
        """Empty when nothing may leave now, whatever waits."""
        while portion := self._claimed_portion(size):
            allowed = self.allowance.take(portion)
            self.stopped |= self.allowance.waits
            if allowed:
                return allowed
        return []

    def _claimed_portion(self, size: int) -> list[Claim]:
        if time.monotonic() >= self.until:
            self.stopped = True
        if self.stopped:
            self.waiting.clear()
            return []
        if time.monotonic() > self.claimed_until:
            release(self.claimed, owner=self.owner)
            self.waiting.clear()
        if not self.waiting:
            self._claim_more()
        return [self.waiting.popleft() for _n in range(min(size, len(self.waiting)))]

    def _claim_more(self) -> bool:
        """Held for a third of the lease at most: a slow server must not let it run out."""
        self.claimed = self._claim(after=max((one.delivery_id for one in self.claimed), default=0))
        self.waiting.extend(self.claimed)
        self.claimed_until = time.monotonic() + settings.SEND_LEASE_SECONDS / 3
        if self.waiting and self.campaign.began_at is None:
            self._begin()
        return bool(self.waiting)

    def _claim(self, *, after: int) -> list[Claim]:
        """What a worker that died meanwhile had claimed may lie behind: hence the second look."""
        size = settings.SEND_GROUP_SIZE * GROUPS_CLAIMED
        if after and (claimed := claim(self.campaign.pk, self.owner, size, after=after)):
            return claimed
        move_mark(self.campaign.pk)
        return claim(self.campaign.pk, self.owner, size)

    def _begin(self) -> None:
        self.campaign.began_at = timezone.now()
        with transaction.atomic():
            if Campaign.objects.filter(pk=self.campaign.pk, began_at=None).update(
                began_at=self.campaign.began_at
            ):
                campaign_started.send(Campaign, campaign=self.campaign)

    def _commit(self, outcomes: list[Outcome], portion: list[Claim]) -> list[Claim]:
        """One transaction: what came of the last portion, and leave for the next."""
        answered = [(self.in_hand[outcome.key], outcome) for outcome in outcomes]
        leaving: list[Claim] = []
        try:
            if portion and (storing := alike(answered)):
                leaving = self._fence(portion, storing)
            else:
                with transaction.atomic():
                    self._store(answered)
                    if portion:
                        leaving = self._fence(portion)
        except FenceRefused:
            self.stopped = True
            with transaction.atomic():
                self._store(answered)
        self._account_for(answered, portion, leaving)
        for outcome in outcomes:
            del self.in_hand[outcome.key]
        return leaving

    def _account_for(
        self, answered: list[tuple[Claim, Outcome]], portion: list[Claim], leaving: list[Claim]
    ) -> None:
        """What did not leave after all uses nobody's limit up."""
        if not self.allowance.taken_at:
            return
        fenced = {claimed.delivery_id for claimed in leaving}
        sent = [claimed for claimed, outcome in answered if outcome.result not in NEVER_LEFT]
        unsent = [claimed for claimed, outcome in answered if outcome.result in NEVER_LEFT]
        unsent += [claimed for claimed in portion if claimed.delivery_id not in fenced]
        self.allowance.settle(sent, unsent)

    def _store(self, answered: list[tuple[Claim, Outcome]]) -> None:
        store_outcomes(
            answered,
            owner=self.owner,
            now=timezone.now(),
            suppressing=not self.breaker.tripped,
        )

    def _fence(self, portion: list[Claim], storing: Alike | None = None) -> list[Claim]:
        return fence(
            portion,
            campaign_id=self.campaign.pk,
            newsletter_id=self.campaign.newsletter_id,
            owner=self.owner,
            storing=storing,
        )

    def _hand_over(self, leaving: list[Claim]) -> list[Outcome]:
        """Gives the mails to the transport; returns the outcomes of those that cannot be made."""
        malformed, envelopes = [], []
        for claimed in leaving:
            self.in_hand[claimed.delivery_id] = claimed
            try:
                envelopes.append(self._envelope(claimed))
            except HeaderRefused as refusal:
                malformed.append(Outcome(claimed.delivery_id, Result.MALFORMED, str(refusal)))
        self.transport.submit(envelopes)
        return malformed

    def _envelope(self, claimed: Claim) -> Envelope:
        sender, body = self.room.compose(claimed)
        return Envelope(claimed.delivery_id, sender, claimed.address, body)

    def _judge(self, outcomes: list[Outcome]) -> None:
        if self.transport.down is not None:
            self.stopped = True
            self._note(self.transport.down)
        elif breaks := _breaks_off(outcomes):
            self._tell(str(broken_off(breaks)))
        if reason := self.breaker.trips_on(outcomes):
            self.stopped = True
            stop(self.campaign, reason)

    def _note(self, down: TransportDown) -> None:
        """What will not mend by itself pauses the campaign; the rest is tried in a minute."""
        if down.lasting:
            stop(self.campaign, str(down))
        else:
            self._tell(str(down))

    def _tell(self, difficulty: str) -> None:
        Campaign.objects.filter(pk=self.campaign.pk).update(difficulty=difficulty[:300])


def _came_too_late(outcome: Outcome) -> bool:
    """The server was busy with others: it is to be tried again, at once."""
    return outcome.result is Result.NOT_SENT and not outcome.reply


def _breaks_off(outcomes: list[Outcome]) -> str:
    """What became of all of them, when each was tried several times and none was handed over."""
    if any(outcome.result is not Result.NOT_SENT for outcome in outcomes):
        return ""
    return next((outcome.reply for outcome in outcomes), "")
