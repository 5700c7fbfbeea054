"""What the CRM counts for the yearly report: every count is a query on dated rows.

"At 31 December", or today before that, counts what stood on that day; "in the year" counts what is
dated within it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.figures import Result, Value, told_until, written
from crm.models import (
    CharterSignature,
    CitizenTeam,
    CooperationStage,
    Facilitator,
    KeyFigureReading,
    Meeting,
    Organisation,
    Position,
    TrainingSession,
)
from crm.stages import launched_at
from crm.standing import standing

SIGNATORY_GROUPS: dict[str, tuple[str, ...]] = {
    "local": (Organisation.Kind.LOCAL_AUTHORITY, Organisation.Kind.MUNICIPAL_CENTRE),
    "associations": (
        Organisation.Kind.ASSOCIATION,
        Organisation.Kind.SOCIAL_CENTRE,
        Organisation.Kind.FOUNDATION,
    ),
    "health": (Organisation.Kind.HEALTH,),
}


def first_day(year: int) -> dt.date:
    return dt.date(year, 1, 1)


def last_day(year: int) -> dt.date:
    return dt.date(year, 12, 31)


def counted_in_year(model: type[Model], field: str, **conditions: Any) -> Callable[[int], int]:
    """How many rows are dated within the year."""

    def compute(year: int) -> int:
        span = {f"{field}__range": (first_day(year), last_day(year))}
        return model._default_manager.filter(**span, **conditions).count()

    return compute


def signatories(year: int) -> QuerySet[CharterSignature]:
    stood = standing(told_until(year), began="signed_on", ended="withdrawn_on")
    return CharterSignature.objects.filter(stood)


def signatories_total(year: int) -> int:
    return signatories(year).values("organisation").distinct().count()


def signatories_new(year: int) -> int:
    """Organisations that signed within the year and had not signed before."""
    before = CharterSignature.objects.filter(signed_on__lt=first_day(year))
    signed = CharterSignature.objects.filter(signed_on__year=year)
    newcomers = signed.exclude(organisation__in=before.values("organisation"))
    return newcomers.values("organisation").distinct().count()


def signatories_by_kind(year: int) -> Value:
    counts = _counts(signatories(year), "organisation__kind", "organisation")
    groups = {
        group: sum(counts.pop(kind, 0) for kind in kinds)
        for group, kinds in SIGNATORY_GROUPS.items()
    }
    return {**groups, "other": sum(counts.values())}


def cooperations_total(year: int) -> int:
    return launched_at(told_until(year)).count()


def cooperations_new(year: int) -> int:
    return launched_at(told_until(year)).filter(launched_on__year=year).count()


def cooperations_by_stage(year: int) -> Value:
    """The parts add up to `cooperations_total`."""
    counts = {stage: 0 for stage in CooperationStage.Stage if stage != "first_contact"}
    for stage, count in _counts(launched_at(told_until(year)), "stage_at").items():
        counts[CooperationStage.Stage(stage)] += count
    return {str(stage): count for stage, count in counts.items()}


def facilitators(year: int) -> int:
    stood = standing(told_until(year), began="started_on", ended="ended_on")
    return Facilitator.objects.filter(stood).values("person").distinct().count()


def follow_up_groups(year: int) -> int:
    """Groups that met, however often they did."""
    held = Meeting.objects.filter(kind=Meeting.Kind.FOLLOW_UP_GROUP, held_on__year=year)
    return held.exclude(group=None).values("group").distinct().count()


def gatherings(year: int) -> QuerySet[Meeting]:
    return Meeting.objects.filter(kind=Meeting.Kind.GATHERING, held_on__year=year)


def gathering_participants(year: int) -> int:
    """People listed over its days, each once; a larger head count of one of the days wins."""
    listed = (
        gatherings(year)
        .filter(participations__excused=False)
        .values("participations__person")
        .distinct()
        .count()
    )
    heads = gatherings(year).exclude(attendance=None).values_list("attendance", flat=True)
    return max([listed, *(head or 0 for head in heads)])


def gathering_departements(year: int) -> int:
    """Territories of the organisations that came, and of those whose people came."""
    present = Position.objects.filter(
        Q(started_on=None) | Q(started_on__lte=F("person__participations__meeting__held_on")),
        Q(ended_on=None) | Q(ended_on__gte=F("person__participations__meeting__held_on")),
        person__participations__meeting__in=gatherings(year),
        person__participations__excused=False,
    )
    by_people = present.values_list("organisation__territory", flat=True)
    by_organisations = gatherings(year).values_list("organisations__territory", flat=True)
    return len({*by_people, *by_organisations} - {None})


def teams(year: int) -> QuerySet[CitizenTeam]:
    stood = standing(told_until(year), began="created_on", ended="closed_on")
    return CitizenTeam.objects.filter(stood)


def teams_total(year: int) -> int:
    return teams(year).count()


def teams_new(year: int) -> int:
    return CitizenTeam.objects.filter(created_on__year=year).count()


def teams_by_carrier(year: int) -> Value:
    counts = _counts(teams(year), "carrier_kind")
    return {str(kind): counts.get(kind, 0) for kind in CitizenTeam.CarrierKind}


def trainees(kind: str) -> Callable[[int], int]:
    def compute(year: int) -> int:
        held = TrainingSession.objects.filter(kind=kind, held_on__year=year)
        return held.aggregate(total=Sum("trainees_count"))["total"] or 0

    return compute


def reading(slug: str) -> Callable[[int], Value]:
    """The last value read within the year."""

    def compute(year: int) -> Value:
        readings = KeyFigureReading.objects.filter(read_on__year=year)
        named = readings.filter(figure__slug__in=(slug, slug.replace("_", "-")))
        last = named.order_by("-read_on").first()
        return _plain(last.value) if last else None

    return compute


def other_readings(year: int) -> Iterable[Result]:
    """Every other key figure that somebody read within the year, in its own words."""
    readings = KeyFigureReading.objects.filter(read_on__year=year).select_related("figure")
    last = {row.figure: row.value for row in readings.order_by("figure__label", "read_on")}
    for figure, value in last.items():
        number = _plain(value)
        sentence = _("%(label)s: %(figure)s %(unit)s") % {
            "label": figure.label,
            "figure": written(number),
            "unit": figure.unit,
        }
        slug = figure.slug.replace("-", "_")
        yield Result("audience", slug, number, sentence.strip(), reverse("key_figures:index"))


def _plain(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def _counts(rows: QuerySet, field: str, of: str = "pk") -> dict[str, int]:
    counted = rows.order_by().values(field).annotate(rows_count=Count(of, distinct=True))
    return dict(counted.values_list(field, "rows_count"))
