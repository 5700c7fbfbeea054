from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import retention_runs
from campaigns.models import RetentionRun
from campaigns.retention import Round
from crm.models import Subscriber
from crm.suppression import suppress
from tests.factories.campaigns import SubscriptionFactory

LONG_AGO = timezone.now() - timedelta(days=4 * 365)


@pytest.fixture(autouse=True)
def silent():
    """One to ask, one to remove."""
    for email in ("zoe@example.org", "gone@example.org"):
        SubscriptionFactory(subscriber__email=email, confirmed_at=LONG_AGO)
    Subscriber.objects.update(created_at=LONG_AGO)
    suppress("gone@example.org", "hard_bounce")


def told(run):
    run.refresh_from_db()
    return (run.state, run.asked_count, run.asked_again_count, run.removed_count)


def test_the_row_says_what_was_done_and_names_nobody(admin_user):
    run = retention_runs.ask_run(by=admin_user)
    assert (run.due_count, retention_runs.waiting_runs()) == (2, [run.pk])

    retention_runs.work_on(run.pk, worker="one")

    assert told(run) == ("done", 1, 0, 1)
    assert run.ended_at
    assert "zoe" not in " ".join(map(str, RetentionRun.objects.values_list().get()))


def test_one_at_a_time_and_a_second_worker_does_nothing(admin_user):
    run = retention_runs.ask_run(by=admin_user)
    assert retention_runs.ask_run(by=admin_user) is None

    retention_runs.work_on(run.pk, worker="one")
    retention_runs.work_on(run.pk, worker="two")

    assert told(run) == ("done", 1, 0, 1)
    assert retention_runs.waiting_runs() == []


def test_the_rest_of_a_worker_that_died_is_done_by_the_next(admin_user):
    run = retention_runs.ask_run(by=admin_user)
    later = timezone.now() + timedelta(minutes=1)
    RetentionRun.objects.update(owner="dead", lease_until=later, removed_count=5)
    retention_runs.work_on(run.pk, worker="next")
    assert told(run) == ("running", 0, 0, 5)

    RetentionRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    retention_runs.work_on(run.pk, worker="next")

    assert told(run) == ("done", 1, 0, 6)


def test_what_a_command_did_is_written_down():
    retention_runs.write_down(Round(asked=["a"], removed=["b", "c"]))

    run = RetentionRun.objects.get()
    assert told(run) == ("done", 1, 0, 2)
    assert (run.started_by, run.due_count) == (None, 3)
