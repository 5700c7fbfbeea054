"""The cooperations with the stage they are at, and the citizen teams by territory."""

from typing import Any

from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from crm.alphabet import alphabetical
from crm.models import CooperationStage, Territory
from crm.stages import launched_at
from crm.standing import standing


class CooperationIndexPage(Page):
    introduction = models.TextField(_("introduction"), blank=True, max_length=400)

    template = "cms/cooperation_index_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of cooperations")
        verbose_name_plural = _("lists of cooperations")

    def territories(self) -> list[Any]:
        """Those with citizen teams, each with its `teams_count`, in the order of their names."""
        today = timezone.localdate()
        of_today = standing(today, began="teams__created_on", ended="teams__closed_on")
        territories = Territory.objects.annotate(teams_count=Count("teams", filter=of_today))
        return sorted(territories.filter(teams_count__gt=0), key=lambda t: alphabetical(t.name))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        stage = request.GET.get("stage", "")
        region = request.GET.get("region", "")
        running = launched_at(timezone.localdate()).select_related("territory")
        shown: list[Any] = sorted(running, key=_by_territory)
        regions = {c.territory.region for c in shown if c.territory.region}
        stages = [s for s in CooperationStage.Stage.choices if s[0] != "first_contact"]
        if stage in dict(stages):
            shown = [c for c in shown if c.stage_at == stage]
        if region in regions:
            shown = [c for c in shown if c.territory.region == region]
        labels = dict(stages)
        territories = self.territories()
        return super().get_context(request, *args, **kwargs) | {
            "stage": stage,
            "region": region,
            "stages": stages,
            "regions": sorted(regions, key=alphabetical),
            "cooperations": [(c, labels[c.stage_at]) for c in shown],
            "territories": territories,
            "teams_count": sum(t.teams_count for t in territories),
        }


def _by_territory(cooperation: Any) -> tuple[str, str]:
    return alphabetical(cooperation.territory.name), alphabetical(cooperation.name)
