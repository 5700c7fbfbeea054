"""A2: the database server crashes while a campaign leaves. SQLite has no server to crash."""

import pytest

from campaigns.sending.planning import start
from tests.faults.accounts import assert_accounted
from tests.faults.figures import GROUP, PEOPLE
from tests.faults.workers import is_sent, start_lasting_worker, wait_for

WORKERS = 4
CRASHES = 3


@pytest.mark.row(
    "A2", "database restarted in immediate mode, 3 times", "0 twice, 0 lost, only fences in doubt"
)
def test_a2_a_database_that_crashes_three_times_repeats_and_loses_nothing(
    cluster, campaign, server, settings
):
    server.delay, settings.SEND_LEASE_SECONDS = 0.002, 3
    start(campaign)
    workers = [start_lasting_worker(campaign) for _n in range(WORKERS)]
    for crash in range(CRASHES):
        share = PEOPLE * (crash + 1) // (CRASHES + 2)
        wait_for(lambda share=share: len(server.mails) > share)
        assert len(server.mails) < PEOPLE
        cluster.crash()
    wait_for(lambda: is_sent(campaign))
    for worker in workers:
        worker.wait()

    states = assert_accounted(campaign, server, candidates=PEOPLE)
    assert cluster.crashes() == CRASHES
    assert states["unknown"] <= CRASHES * WORKERS * GROUP
