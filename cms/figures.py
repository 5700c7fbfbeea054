"""The figures of the home page, counted from the records as they stand on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.alphabet import alphabetical
from crm.models import CharterSignature, CitizenTeam
from crm.stages import launched_at
from crm.standing import standing


@dataclass(frozen=True)
class LiveFigure:
    value: int
    label: str | Promise


def cooperations_by_region(on: date) -> dict[str, int]:
    """In the order of their names; those without a region stand under an empty one."""
    rows = launched_at(on).order_by().values("territory__region")
    counts = rows.annotate(count=Count("pk")).values_list("territory__region", "count")
    return dict(sorted(counts, key=lambda row: alphabetical(row[0])))


def live_figures(on: date, regions: dict[str, int]) -> list[LiveFigure]:
    """Those that are not nought: a new network has nothing to boast about yet."""
    signed = standing(on, began="signed_on", ended="withdrawn_on")
    signatures = CharterSignature.objects.filter(signed)
    teams = CitizenTeam.objects.filter(standing(on, began="created_on", ended="closed_on"))
    figures = [
        LiveFigure(
            signatures.values("organisation").distinct().count(),
            _("organisations that signed the charter"),
        ),
        LiveFigure(sum(regions.values()), _("territorial cooperations")),
        LiveFigure(teams.count(), _("citizen teams")),
    ]
    return [figure for figure in figures if figure.value]
