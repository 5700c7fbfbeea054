"""What only the home page shows: live figures, latest articles, partners."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils import timezone

from cms.figures import cooperations_by_region, live_figures
from cms.models import ArticlePage, HomePage
from crm.models import Organisation

register = template.Library()
LOGOS = 12


@register.simple_tag
def network_today() -> dict[str, Any]:
    """Key figures with their day, and the cooperations by region until there is a map."""
    today = timezone.localdate()
    regions = cooperations_by_region(today)
    return {"on": today, "figures": live_figures(today, regions), "regions": regions.items()}


@register.simple_tag
def latest_articles(home: HomePage) -> QuerySet[ArticlePage]:
    articles = ArticlePage.objects.descendant_of(home).live().public()
    return articles.newest_first().with_covers()[:3]


@register.simple_tag
def partners() -> QuerySet[Organisation]:
    shown = Organisation.objects.filter(logo__isnull=False).select_related("logo")
    shown = shown.prefetch_related("logo__renditions")
    return shown.order_by("family__position", "name")[:LOGOS]
