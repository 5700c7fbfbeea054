from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.sending.answers import ACCEPTED, RETRY_AFTER_SECONDS, alike, verdict_of
from campaigns.sending.claims import Claim
from campaigns.sending.transports import Outcome, Result

NOW = timezone.now()
POLICY = Outcome(1, Result.FAILED, "550 5.7.1 blocked", "5.7.1", True)


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (Outcome(1, Result.ACCEPTED, "250 ok"), "accepted", ""),
        (Outcome(1, Result.IN_DOUBT), "unknown", "no_answer"),
        (Outcome(1, Result.DEFERRED, "450 later"), "deferred", "busy"),
        (Outcome(1, Result.NOT_SENT, "hung up"), "deferred", "disconnected"),
        (Outcome(1, Result.NOT_SENT), "deferred", ""),
        (Outcome(1, Result.MALFORMED, "line break"), "failed", "malformed"),
        (Outcome(1, Result.FAILED, "550 5.1.1", "5.1.1", True), "failed", "no_such_address"),
        (Outcome(1, Result.FAILED, "552 5.2.2", "5.2.2", True), "failed", "refused"),
        (POLICY, "failed", "policy"),
    ],
)
def test_each_outcome_has_its_place_in_the_ledger(outcome, state, reason):
    verdict = verdict_of(outcome, 0, NOW)

    assert (verdict.state, verdict.reason) == (state, reason)


@pytest.mark.parametrize("attempts", [0, 1, 5, 50])
def test_each_new_try_waits_longer(attempts):
    verdict = verdict_of(Outcome(1, Result.DEFERRED), attempts, NOW)

    wait = RETRY_AFTER_SECONDS[min(attempts, len(RETRY_AFTER_SECONDS) - 1)]
    assert verdict.not_before == NOW + timedelta(seconds=wait)


def test_what_only_came_too_late_waits_for_nothing():
    assert verdict_of(Outcome(1, Result.NOT_SENT), 5, NOW).not_before == NOW


def claimed(number):
    return Claim(number, number, "a@b.example", "a@b.example", "", "", "fr", "", "none", "none", 0)


def test_accepted_mails_are_stored_as_one():
    outcomes = [Outcome(number, Result.ACCEPTED, "x" * 400, at=2.5) for number in (1, 2)]

    assert alike([(claimed(one.key), one) for one in outcomes]) == (
        ACCEPTED,
        [(1, "x" * 300, 2.5), (2, "x" * 300, 2.5)],
    )


@pytest.mark.parametrize(
    "outcomes", [[], [Outcome(1, Result.ACCEPTED), Outcome(2, Result.IN_DOUBT)], [POLICY]]
)
def test_whatever_else_is_stored_verdict_by_verdict(outcomes):
    assert alike([(claimed(one.key), one) for one in outcomes]) is None
