"""Another pace, for one campaign or for all: what waits for the old one is woken."""

from collections.abc import Iterable
from datetime import time

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, Delivery

State = Campaign.State
OVER = (State.SENT, State.CANCELLED)


@transaction.atomic
def change_pace(
    campaign: Campaign,
    *,
    per_hour: int | None,
    window_from: time | None,
    window_until: time | None,
) -> bool:
    """Workers that run obey it within a second; False when the campaign is over."""
    changed = Campaign.objects.filter(pk=campaign.pk).exclude(state__in=OVER)
    moved = changed.update(per_hour=per_hour, window_from=window_from, window_until=window_until)
    wake([campaign.pk])
    campaign.refresh_from_db()
    return bool(moved)


def wake_all() -> list[int]:
    """After a change of the installation's limits; returns the campaigns that may go on."""
    started = Campaign.objects.filter(state__in=(State.SENDING, State.PAUSED))
    wake(list(started.values_list("pk", flat=True)))
    return list(started.filter(state=State.SENDING).values_list("pk", flat=True))


@transaction.atomic
def wake(campaign_ids: Iterable[int]) -> None:
    """They ask anew; mails that a domain's old limit had put off stand in line again."""
    ids = list(campaign_ids)
    Campaign.objects.filter(pk__in=ids).update(waits_for="", waits_until=None)
    Delivery.objects.filter(
        campaign__in=ids,
        aside=Delivery.AGAIN,
        state=Delivery.State.PENDING,
        reason=Delivery.Reason.PACED,
        not_before__gt=timezone.now(),
    ).update(not_before=timezone.now(), reason="")
