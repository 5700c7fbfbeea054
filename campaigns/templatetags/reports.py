"""What a report draws."""

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from campaigns.models import AudienceCount, Campaign
from campaigns.tracking.curves import curve
from campaigns.tracking.intervals import Rate, wilson
from campaigns.tracking.statistics import by_part, first_hours

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """As the language writes it: 37.2% or, with a space that does not break, 37,2 %."""
    if share is None:
        return "–"
    return _("%(number)s%%") % {"number": number_format(round(100 * share, 1), decimal_pos=1)}


@register.filter
def share_of(part: int, whole: int) -> str:
    return percent(part / whole if whole else None)


@register.filter
def interval(rate: Rate) -> str:
    if rate.low is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": percent(rate.low), "high": percent(rate.high)}


@register.filter
def opened(part: AudienceCount) -> Rate:
    return wilson(part.openers, part.tracked)


@register.inclusion_tag("campaigns/admin/report_curve.html")
def report_curve(campaign: Campaign) -> dict[str, Any]:
    """The first 48 hours as a line, and what each part of the audience did."""
    return {
        "campaign": campaign,
        "curve": curve(first_hours(campaign)),
        "parts": by_part(campaign),
    }
