"""What a report draws."""

from typing import Any

from django import template

from campaigns.models import Campaign
from campaigns.tracking.curves import curve
from campaigns.tracking.statistics import first_hours

register = template.Library()


@register.inclusion_tag("campaigns/admin/report_curve.html")
def report_curve(campaign: Campaign) -> dict[str, Any]:
    """The first 48 hours as a line, and what each part of the audience did."""
    return {
        "curve": curve(first_hours(campaign)),
        "parts": sorted(
            campaign.audience_counts.order_by("-accepted", "name"),
            key=lambda part: (part.aspect, not part.name),
        ),
    }
