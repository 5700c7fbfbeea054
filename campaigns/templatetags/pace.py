"""What the back office says about pace: why a campaign waits, when one leaves, where we stand."""

from datetime import timedelta
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.sending.pace.account import accounts
from campaigns.sending.pace.standing import exact_time, standing

register = template.Library()


@register.inclusion_tag("campaigns/admin/pace_standing.html")
def pace_standing(campaign: Campaign) -> dict[str, Any]:
    return {"standing": standing(campaign)}


@register.inclusion_tag("campaigns/admin/pace_today.html")
def pace_today() -> dict[str, Any]:
    return {"accounts": accounts(timezone.now())}


@register.filter
def leaves_soon(campaign: Campaign) -> bool:
    """So soon that all one can still do is call it back, or not wait."""
    if campaign.state != Campaign.State.SCHEDULED or campaign.scheduled_for is None:
        return False
    soon = timezone.now() + timedelta(seconds=settings.CALL_BACK_SECONDS)
    return campaign.scheduled_for <= soon


@register.filter
def seconds_left(campaign: Campaign) -> int:
    if campaign.scheduled_for is None:
        return 0
    return max(0, round((campaign.scheduled_for - timezone.now()).total_seconds()))


@register.filter
def leaves_at(campaign: Campaign) -> str:
    return exact_time(campaign.scheduled_for) if campaign.scheduled_for else ""
