"""Imports subscribers from a file: all that is good, and a reason for each row that is not."""

from collections.abc import Callable, Mapping
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.importing.columns import recognise, repeated
from campaigns.importing.proofs import proof_of
from campaigns.importing.reading import Rows, read_rows
from campaigns.importing.report import ImportRefused, ImportReport, Refusal
from campaigns.importing.rows import RowChecker, RowRefused
from campaigns.importing.staging import Staging, staging
from campaigns.importing.writing import write
from campaigns.models import Newsletter

SLICE = 2_000


def import_subscribers(
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    newsletter: Newsletter | None = None,
    consent_source: str = "",
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
    recorded: Callable[[], int] | None = None,
    on_written: Callable[[ImportReport], None] | None = None,
) -> ImportReport:
    """Without a newsletter, people are only made known; with one, the proof of consent is due.

    Whoever left, bounced or complained is not revived. Raises ImportRefused, with nothing written.
    `progress` is told the row reached now and then, and may raise to end it. Called in the
    transaction that writes: `recorded`, for the number to undo it by, and at its end `on_written`.
    """
    if newsletter is not None and not consent_source.strip():
        raise ImportRefused(
            _("Say with --consent-source how these people agreed to receive the newsletter.")
        )
    rows = read_rows(path)
    _line, header = next(rows, (1, []))
    if header is None:
        raise ImportRefused(_("The first row cannot be read: is a quotation mark left open?"))
    if not header:
        raise ImportRefused(_("The file is empty."))
    places, unused = recognise(header, mapping)
    report = ImportReport(ignored_columns=unused, dry_run=dry_run)
    checker = RowChecker(
        places, has_proof=bool(consent_source.strip()), repeated=repeated(header, mapping)
    )
    with staging() as staged:
        _stage(rows, checker, staged, report, progress)
        with transaction.atomic():
            proof = proof_of(path.name, consent_source)
            run_id = recorded() if recorded is not None else None
            write(staged, report, newsletter=newsletter, proof=proof, run_id=run_id)
            if on_written is not None:
                on_written(report)
    return report


def _stage(
    rows: Rows,
    checker: RowChecker,
    staged: Staging,
    report: ImportReport,
    progress: Callable[[int], None] | None,
) -> None:
    for line, cells in rows:
        if progress is not None and line % SLICE == 0:
            progress(line)
        if cells is None:
            report.refused.append(
                Refusal(line, "", _("This row cannot be read: is a quotation mark left open?"))
            )
            continue
        try:
            staged.add(*checker.check(line, cells))
        except RowRefused as refused:
            report.refused.append(Refusal(line, refused.column, refused.reason))
    staged.flush()
