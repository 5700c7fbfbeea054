"""Retention from the back office: its row waits for a worker, which holds it by a lease.

A worker that dies leaves the rest to the next one: who was dealt with is not due any more.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaigns import retention
from campaigns.models import RetentionRun
from campaigns.retention import Round
from crm.models import User

State = RetentionRun.State
LEASE = timedelta(minutes=10)
TOLD_EVERY = 50


@transaction.atomic
def ask_run(*, by: User) -> RetentionRun | None:
    """None while another one is under way."""
    list(User.objects.select_for_update().filter(pk=by.pk))
    if RetentionRun.objects.filter(state=State.RUNNING).exists():
        return None
    due = retention.due(timezone.now()).count()
    return RetentionRun.objects.create(started_by=by, due_count=due)


def waiting_runs() -> list[int]:
    """Those nobody holds, or whose worker died."""
    return list(_free().values_list("pk", flat=True))


def work_on(run_id: int, *, worker: str) -> None:
    """A second worker, or a second time, does nothing."""
    now = timezone.now()
    held = _free().filter(pk=run_id).update(owner=worker, lease_until=now + LEASE)
    if not held:
        return
    before = RetentionRun.objects.get(pk=run_id)
    done = retention.run(now, progress=lambda so_far: _tell(before, so_far))
    _tell(before, done, state=State.DONE, ended_at=timezone.now(), lease_until=None)


def write_down(done: Round) -> None:
    """What a command did stands beside what was started here."""
    now = timezone.now()
    RetentionRun.objects.create(
        **_counts(RetentionRun(), done),
        state=State.DONE,
        ended_at=now,
        due_count=sum(map(len, (done.asked, done.asked_again, done.removed))),
    )


def _free():
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return RetentionRun.objects.filter(free, state=State.RUNNING)


def _tell(run: RetentionRun, so_far: Round, **fields: object) -> None:
    """Added to what a worker that died had done."""
    told = {"lease_until": timezone.now() + LEASE, **_counts(run, so_far), **fields}
    RetentionRun.objects.filter(pk=run.pk, owner=run.owner).update(**told)


def _counts(run: RetentionRun, done: Round) -> dict[str, int]:
    return {
        "asked_count": run.asked_count + len(done.asked),
        "asked_again_count": run.asked_again_count + len(done.asked_again),
        "removed_count": run.removed_count + len(done.removed),
    }
