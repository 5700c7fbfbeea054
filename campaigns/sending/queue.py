"""Which rows of a campaign wait: the fresh ones, in the order of their numbers, and the returned.

No index tells a pending row from an accepted one (decision 14). But fresh rows are made by the
freeze alone and only ever taken, so that below a mark, Campaign.fresh_from, none is left; a row
that waits once more is `aside`, which has its index.
"""

from datetime import datetime

from django.db.models import Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from campaigns.models import Campaign, Delivery

NONE_LEFT = 2**63 - 1


def fresh(campaign: Campaign) -> QuerySet[Delivery]:
    """Never taken in hand. A mark that is too low only costs time."""
    return Delivery.objects.filter(
        campaign=campaign, pk__gte=campaign.fresh_from, state=Delivery.State.PENDING, aside=None
    ).order_by("pk")


def again(campaign: Campaign) -> QuerySet[Delivery]:
    """Deferred, put off, given back, or to be sent again because a person said so."""
    return Delivery.objects.filter(campaign=campaign, aside=Delivery.AGAIN).order_by(
        "not_before", "pk"
    )


def is_due(campaign: Campaign, now: datetime) -> bool:
    return any(
        rows.filter(not_before__lte=now).values("pk").first()
        for rows in (again(campaign), fresh(campaign))
    )


def next_due(campaign: Campaign, now: datetime) -> datetime | None:
    """When the first of them may leave; None when none waits."""
    due = fresh(campaign).filter(not_before__lte=now).values_list("not_before", flat=True).first()
    first = due or fresh(campaign).aggregate(at=Min("not_before"))["at"]
    back = again(campaign).values_list("not_before", flat=True).first()
    return min(filter(None, (first, back)), default=None)


def is_waited_for(campaign: Campaign) -> bool:
    return any(rows.values("pk").first() for rows in (again(campaign), fresh(campaign)))


def move_mark(campaign_id: int) -> None:
    """To the first fresh row that this moment's snapshot shows.

    One that another worker is taking in hand still shows as fresh, so the mark never passes a row
    whose claim may come to nothing.
    """
    first = Delivery.objects.filter(
        campaign=OuterRef("pk"),
        pk__gte=OuterRef("fresh_from"),
        state=Delivery.State.PENDING,
        aside=None,
    ).order_by("pk")
    Campaign.objects.filter(pk=campaign_id, fresh_from__lt=NONE_LEFT).update(
        fresh_from=Coalesce(Subquery(first.values("pk")[:1]), Value(NONE_LEFT))
    )
