"""Compares the staged rows with what we know, and writes them in one transaction or not at all."""

from collections.abc import Iterable
from itertools import chain, count
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campaigns.importing import statements
from campaigns.importing.report import ImportReport, Refusal
from campaigns.importing.staging import Staging, load
from campaigns.models import Newsletter
from crm.consent import CLICK_TRACKING, OPEN_TRACKING, newsletter_purpose
from crm.models import Consent, SubscriberTag, Suppression


@transaction.atomic
def write(
    staging: Staging,
    report: ImportReport,
    *,
    newsletter: Newsletter | None,
    proof: str,
    run_id: int | None = None,
) -> None:
    """Fills the report; writes nothing but temporary tables when it is a dry run.

    The comparison and the writing share a transaction: who leaves meanwhile is not revived.
    """
    _number_tags(staging)
    _compare(newsletter)
    _count(report)
    if not report.dry_run:
        if run_id is not None:
            _keep_former(run_id)
        _write_subscribers()
        _write_tags(staging, run_id)
        _write_evidence(newsletter, proof)
        if run_id is not None:
            _write_traces(run_id)


def _execute(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    adapt = connection.ops.adapt_datetimefield_value
    values = tuple(adapt(v) if hasattr(v, "tzinfo") else v for v in values)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _analyse(table: str) -> None:
    """Nobody else counts the rows of temporary tables, and the planner must know."""
    if connection.vendor == "postgresql":
        _execute(f"ANALYZE {table}")


def _number_tags(staging: Staging) -> None:
    """Tags that exist already get their id; the others keep none until they are needed."""
    known = {name.casefold(): pk for pk, name in SubscriberTag.objects.values_list("pk", "name")}
    rows = [(number, known.get(key)) for key, (number, _tag) in staging.tag_numbers.items()]
    load("import_tag_number", ("number", "tag_id"), rows)
    _analyse("import_tag_number")


def _compare(newsletter: Newsletter | None) -> None:
    _analyse("import_row")
    _analyse("import_tag")
    binary = '"C"' if connection.vendor == "postgresql" else "BINARY"
    plan = statements.PLAN.format(with_newsletter=1 if newsletter else 0, binary=binary)
    _execute(plan, newsletter.pk if newsletter else None)
    _analyse("import_plan")


def _count(report: ImportReport) -> None:
    for outcome, rows in _execute(statements.COUNTS):
        setattr(report, outcome, rows)
    reasons = _reasons()
    for line, refusal in _execute(statements.REFUSED):
        column = refusal if refusal in (OPEN_TRACKING, CLICK_TRACKING) else "email"
        report.refused.append(Refusal(line, column, reasons[refusal]))
    report.refused.sort()


def _reasons() -> dict[str, str]:
    return {
        "repeated": _("The same address stands on an earlier row."),
        "left": _("This person left the newsletter: only they can come back."),
        OPEN_TRACKING: _("This person refused individual open tracking."),
        CLICK_TRACKING: _("This person refused individual click tracking."),
        **{
            value: _("This address is excluded: %(reason)s.") % {"reason": label}
            for value, label in Suppression.Reason.choices
        },
        Suppression.Reason.MOVED: _(
            "Somebody gave up this address for another: only who reads it can sign it up again."
        ),
    }


def _write_subscribers() -> None:
    _execute(statements.NEW_SUBSCRIBERS, settings.LANGUAGE_CODE, timezone.now())
    _execute(statements.CHANGED_SUBSCRIBERS, timezone.now())


def _keep_former(run_id: int) -> None:
    """What is about to be written over, of people already known."""
    for field in ("first_name", "last_name", "language"):
        _execute(statements.FORMER.format(field=field), run_id)
    _execute(statements.FORMER_TERRITORIES, run_id)


def _write_tags(staging: Staging, run_id: int | None) -> None:
    if not staging.tag_numbers:
        return
    wanted = {number for (number,) in _execute(statements.TAGS_WANTED)}
    missing = {number for (number,) in _execute(statements.TAGS_MISSING)} & wanted
    names = {number: tag for number, tag in staging.tag_numbers.values() if number in missing}
    for number, tag in zip(names, _new_tags(names.values()), strict=True):
        _execute(statements.TAG_NUMBERED, tag.pk, number)
    if run_id is not None:
        _execute(statements.FORMER_TAGS, run_id)
    _execute(statements.TAGGED)


def _new_tags(names: Iterable[str]) -> list[SubscriberTag]:
    taken = set(SubscriberTag.objects.values_list("slug", flat=True))
    tags = []
    for name in names:
        slug = slugify(name, allow_unicode=True)[:90] or "tag"
        others = (f"{slug}-{number}" for number in count(2))
        free = next(one for one in chain([slug], others) if one not in taken)
        taken.add(free)
        tags.append(SubscriberTag(name=name, slug=free))
    return SubscriberTag.objects.bulk_create(tags)


def _write_evidence(newsletter: Newsletter | None, proof: str) -> None:
    now = timezone.now()
    source = Consent.Source.IMPORT.value
    if newsletter is not None:
        given_at = {"given_at": statements.GIVEN_AT}
        _execute(statements.SUBSCRIPTIONS.format(**given_at), newsletter.pk, now, now, now)
        statement = statements.CONSENTS.format(act="'granted'", changes="subscribes", **given_at)
        purpose = newsletter_purpose(newsletter.slug)
        _execute(statement, purpose, source, proof, now, now)
    for purpose, column in ((OPEN_TRACKING, "opens"), (CLICK_TRACKING, "clicks")):
        statement = statements.CONSENTS.format(
            act=statements.ANSWERED.format(column=column),
            changes=f"{column}_changes",
            given_at="%s",
        )
        _execute(statement, purpose, source, proof, now)


def _write_traces(run_id: int) -> None:
    """Whom this import made known or subscribed: what undoing it goes by."""
    true, false = ("true", "false") if connection.vendor == "postgresql" else ("1", "0")
    _execute(statements.TRACES.format(true=true, false=false), run_id)
