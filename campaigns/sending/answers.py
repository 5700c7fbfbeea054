"""What a transport's outcome becomes in the ledger."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from campaigns.models import Delivery
from campaigns.sending.claims import Alike, Answer, Claim, Verdict, store
from campaigns.sending.suppression import blames_sender, condemns_address, suppress_address
from campaigns.sending.transports import Outcome, Result

State = Delivery.State
Reason = Delivery.Reason

RETRY_AFTER_SECONDS = (60, 300, 900, 1800, 3600, 7200)
REPLY_LENGTH = 300
ACCEPTED = Verdict(State.ACCEPTED)


def verdict_of(outcome: Outcome, attempts: int, now: datetime) -> Verdict:
    match outcome.result:
        case Result.ACCEPTED:
            return ACCEPTED
        case Result.IN_DOUBT:
            return Verdict(State.UNKNOWN, Reason.NO_ANSWER)
        case Result.DEFERRED:
            return Verdict(State.DEFERRED, Reason.BUSY, _next_try(attempts, now))
        case Result.NOT_SENT if not outcome.reply:
            return Verdict(State.DEFERRED, "", now)
        case Result.NOT_SENT:
            return Verdict(State.DEFERRED, Reason.DISCONNECTED, _next_try(attempts, now))
        case Result.MALFORMED:
            return Verdict(State.FAILED, Reason.MALFORMED)
        case Result.FAILED:
            return Verdict(State.FAILED, _failure(outcome))


def store_outcomes(
    answered: Sequence[tuple[Claim, Outcome]],
    *,
    owner: str,
    now: datetime,
    suppressing: bool = True,
) -> None:
    """One statement per distinct verdict; to be called inside the caller's transaction."""
    for claim, outcome in answered:
        if suppressing and condemns_address(outcome):
            suppress_address(claim.address, outcome)
    for verdict, answers in _by_verdict(answered, now).items():
        store(verdict, answers, owner=owner)


def alike(answered: Sequence[tuple[Claim, Outcome]]) -> Alike | None:
    """The ordinary course: all of them were accepted."""
    if not answered or any(outcome.result is not Result.ACCEPTED for _claim, outcome in answered):
        return None
    return ACCEPTED, [_answer(claim, outcome) for claim, outcome in answered]


def _by_verdict(
    answered: Sequence[tuple[Claim, Outcome]], now: datetime
) -> dict[Verdict, list[Answer]]:
    by_verdict = defaultdict(list)
    for claim, outcome in answered:
        verdict = verdict_of(outcome, claim.attempts, now)
        by_verdict[verdict].append(_answer(claim, outcome))
    return by_verdict


def _answer(claim: Claim, outcome: Outcome) -> Answer:
    return claim.delivery_id, outcome.reply[:REPLY_LENGTH], outcome.at


def _failure(outcome: Outcome) -> str:
    if condemns_address(outcome):
        return Reason.NO_SUCH_ADDRESS
    return Reason.POLICY if blames_sender(outcome) else Reason.REFUSED


def _next_try(attempts: int, now: datetime) -> datetime:
    wait = RETRY_AFTER_SECONDS[min(attempts, len(RETRY_AFTER_SECONDS) - 1)]
    return now + timedelta(seconds=wait)
