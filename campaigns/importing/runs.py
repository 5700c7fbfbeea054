"""An import whose row is kept: it waits, is checked, imported or undone by a worker; a command
imports at once.

A worker holds the row by a lease that it renews as it reads; one that loses it writes nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaigns.importing.columns import guess
from campaigns.importing.reading import read_rows
from campaigns.importing.report import ImportRefused, ImportReport
from campaigns.importing.subscribers import import_subscribers
from campaigns.importing.undoing import file_name, undo_slice
from campaigns.models import ImportRefusal, Newsletter, SubscriberImport

State = SubscriberImport.State

LEASE = timedelta(minutes=10)
FILE_KEPT_FOR = timedelta(days=7)
SAMPLES = 5
SAMPLE_LENGTH = 60
BATCH = 2_000


class LeaseLost(Exception):
    """Somebody gave the import up, or another worker took it over."""


@dataclass(frozen=True)
class ColumnSeen:
    title: str
    samples: list[str]
    chosen: str


def columns_of(run: SubscriberImport) -> list[ColumnSeen]:
    """The file's columns with their first cells. Raises ImportRefused."""
    with local_copy(run) as path:
        rows = list(islice(read_rows(path), SAMPLES + 1))
    header = (rows[0][1] or []) if rows else []
    chosen = guess(header) | run.mapping
    return [
        ColumnSeen(title.strip(), _samples(rows[1:], place), chosen.get(title.strip(), ""))
        for place, title in enumerate(header)
    ]


def _samples(rows: list[tuple[int, list[str] | None]], place: int) -> list[str]:
    cells = [(row or [])[place : place + 1] for _line, row in rows]
    return [cell[0][:SAMPLE_LENGTH] if cell else "" for cell in cells]


@contextmanager
def local_copy(run: SubscriberImport) -> Iterator[Path]:
    """Under the name it was sent with, which stands in every proof."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / file_name(run)
        with run.file.open("rb") as source, path.open("wb") as target:
            for chunk in source.chunks():
                target.write(chunk)
        yield path


def import_at_once(
    path: Path, *, mapping: Mapping[str, str], newsletter: Newsletter | None, consent_source: str
) -> tuple[ImportReport, SubscriberImport]:
    """Without a check before, but recorded, so that it can be undone. Raises ImportRefused."""
    run = SubscriberImport(
        name=path.name[:200],
        mapping=dict(mapping),
        newsletter=newsletter,
        consent_source=consent_source.strip()[:180],
        state=State.DONE,
    )

    def recorded() -> int:
        run.save()
        return run.pk

    report = import_subscribers(
        path,
        mapping=mapping,
        newsletter=newsletter,
        consent_source=consent_source,
        recorded=recorded,
        on_written=lambda report: _store(run, report, State.DONE),
    )
    return report, run


def undo_at_once(run: SubscriberImport, *, worker: str) -> bool:
    """False when there is nothing to undo, or another worker is at it."""
    if not ask_undo(run):
        return False
    work_on(run.pk, worker=worker)
    run.refresh_from_db()
    return run.state == State.UNDONE


def ask_check(run: SubscriberImport, mapping: dict[str, str]) -> bool:
    """The dry run is due; False when the import stands elsewhere by now."""
    waiting = (State.UPLOADED, State.CHECKED, State.REFUSED)
    return _move(run, waiting, State.CHECKING, mapping=mapping, trouble="", rows_read=0)


def ask_import(run: SubscriberImport) -> bool:
    """Only what was checked is imported."""
    return _move(run, (State.CHECKED,), State.RUNNING, rows_read=0)


def ask_undo(run: SubscriberImport) -> bool:
    return _move(run, (State.DONE,), State.UNDOING)


def give_up(run: SubscriberImport) -> bool:
    """Before anything is written; a worker at it notices at its next slice."""
    before = (State.UPLOADED, State.CHECKING, State.CHECKED, State.RUNNING, State.REFUSED)
    given_up = _move(run, before, State.CANCELLED, ended_at=timezone.now())
    if given_up:
        _forget_file(run)
    return given_up


def give_up_forgotten() -> int:
    """A file of addresses that nobody came back for does not stay."""
    since = timezone.now() - FILE_KEPT_FOR
    waiting = (State.UPLOADED, State.CHECKED, State.REFUSED)
    forgotten = SubscriberImport.objects.filter(state__in=waiting, created_at__lt=since)
    return sum(give_up(run) for run in forgotten)


def _move(run: SubscriberImport, before: tuple[str, ...], after: str, **fields: object) -> bool:
    rows = SubscriberImport.objects.filter(pk=run.pk, state__in=before)
    moved = rows.update(state=after, owner="", lease_until=None, **fields)
    run.refresh_from_db()
    return moved == 1


def waiting_runs() -> list[int]:
    """Those nobody holds, or whose worker died."""
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    rows = SubscriberImport.objects.filter(free, state__in=SubscriberImport.MOVING)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def work_on(run_id: int, *, worker: str) -> None:
    """Does what is due of this import; a second worker, or a second time, does nothing."""
    if run_id not in waiting_runs() or not _claim(run_id, worker):
        return
    run = SubscriberImport.objects.select_related("newsletter").get(pk=run_id)
    try:
        if run.state == State.UNDOING:
            _undo(run)
        else:
            _import(run)
    except LeaseLost:
        return


def _claim(run_id: int, worker: str) -> bool:
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    rows = SubscriberImport.objects.filter(free, pk=run_id, state__in=SubscriberImport.MOVING)
    return rows.update(owner=worker, lease_until=now + LEASE) == 1


def _import(run: SubscriberImport) -> None:
    is_check = run.state == State.CHECKING
    after = State.CHECKED if is_check else State.DONE

    def progress(line: int) -> None:
        _renew(run, rows_read=line)

    def finish(report: ImportReport) -> None:
        _store(run, report, after)

    try:
        with local_copy(run) as path:
            import_subscribers(
                path,
                mapping=run.mapping,
                newsletter=run.newsletter,
                consent_source=run.consent_source,
                dry_run=is_check,
                progress=progress,
                recorded=None if is_check else lambda: run.pk,
                on_written=finish,
            )
    except ImportRefused as refused:
        _renew(run, state=State.REFUSED, trouble=str(refused)[:300], lease_until=None)
        return
    if not is_check:
        _forget_file(run)


def _store(run: SubscriberImport, report: ImportReport, after: str) -> None:
    """In the transaction that wrote: an import that stands as done is done, and the reverse."""
    run.refusals.all().delete()
    ImportRefusal.objects.bulk_create(
        (
            ImportRefusal(run=run, row=row, column=column, reason=reason[:300])
            for row, column, reason in report.refused
        ),
        batch_size=BATCH,
    )
    taken = report.created + report.updated + report.unchanged
    _renew(
        run,
        state=after,
        rows_count=taken + len(report.refused),
        rows_read=taken + len(report.refused),
        created_count=report.created,
        updated_count=report.updated,
        unchanged_count=report.unchanged,
        refused_count=len(report.refused),
        ended_at=None if after == State.CHECKED else timezone.now(),
        lease_until=None,
        owner="",
    )


def _renew(run: SubscriberImport, **fields: object) -> None:
    held = SubscriberImport.objects.filter(pk=run.pk, owner=run.owner, state=run.state)
    if not held.update(**{"lease_until": timezone.now() + LEASE, **fields}):
        raise LeaseLost


def _undo(run: SubscriberImport) -> None:
    """Slice by slice, each in its own transaction: a worker that dies leaves the rest to do."""
    last = 0
    while True:
        with transaction.atomic():
            done = undo_slice(run, after=last)
            if done is None:
                _renew(
                    run,
                    state=State.UNDONE,
                    undone_count=run.undone_count,
                    kept_count=run.kept_count,
                    lease_until=None,
                    owner="",
                )
                return
            last = done.last
            run.undone_count += done.undone
            run.kept_count += done.kept
            _renew(run, undone_count=run.undone_count)


def _forget_file(run: SubscriberImport) -> None:
    if run.file:
        run.file.delete(save=False)
        SubscriberImport.objects.filter(pk=run.pk).update(file="")
