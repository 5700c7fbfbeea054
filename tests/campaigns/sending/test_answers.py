from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.sending.answers import RETRY_AFTER_SECONDS, verdict_of
from campaigns.sending.transports import Outcome, Result

NOW = timezone.now()
POLICY = Outcome(1, Result.FAILED, "550 5.7.1 blocked", "5.7.1", True)


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (Outcome(1, Result.ACCEPTED, "250 ok"), "accepted", ""),
        (Outcome(1, Result.IN_DOUBT), "unknown", "no_answer"),
        (Outcome(1, Result.DEFERRED, "450 later"), "deferred", "busy"),
        (Outcome(1, Result.NOT_SENT), "deferred", "disconnected"),
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
