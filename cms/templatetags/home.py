"""What only the home page shows: its live figures."""

from typing import Any

from django import template
from django.utils import timezone

from cms.figures import cooperations_by_region, live_figures

register = template.Library()


@register.simple_tag
def network_today() -> dict[str, Any]:
    """Key figures with their day, and the cooperations by region until there is a map."""
    today = timezone.localdate()
    regions = cooperations_by_region(today)
    return {"on": today, "figures": live_figures(today, regions), "regions": regions.items()}
