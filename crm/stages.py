"""At which stage a cooperation was on a given day, and the step from one stage to the next."""

import datetime as dt

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from crm.models import Cooperation, CooperationStage
from crm.signals import stage_changed

Stage = CooperationStage.Stage


def with_stage_at(cooperations: QuerySet[Cooperation], day: dt.date) -> QuerySet[Cooperation]:
    """Adds `stage_at` (None before the first row) and `stage_since`, in the same query."""
    rows = CooperationStage.objects.filter(
        cooperation=OuterRef("pk"), started_on__lte=day
    ).order_by("-started_on", "-pk")
    return cooperations.annotate(
        stage_at=Subquery(rows.values("stage")[:1]),
        stage_since=Subquery(rows.values("started_on")[:1]),
    )


def launched_at(day: dt.date) -> QuerySet[Cooperation]:
    """Launched by that day. A first contact is none yet; without any stage it is under way."""
    launched = with_stage_at(Cooperation.objects.filter(launched_on__lte=day), day)
    counted = launched.annotate(stage_at=Coalesce("stage_at", Value(Stage.UNDER_WAY)))
    return counted.exclude(stage_at=Stage.FIRST_CONTACT)


def current_stage(cooperation: Cooperation, day: dt.date) -> CooperationStage | None:
    return cooperation.stages.filter(started_on__lte=day).order_by("-started_on", "-pk").first()


@transaction.atomic
def change_stage(
    cooperation: Cooperation, stage: str, *, started_on: dt.date, notes: str = ""
) -> CooperationStage:
    """Adds the dated row; a second change on one day corrects that day's row."""
    row, _created = CooperationStage.objects.update_or_create(
        cooperation=cooperation,
        started_on=started_on,
        defaults={"stage": stage, "notes": notes},
    )
    stage_changed.send(Cooperation, cooperation=cooperation, stage=row)
    return row
