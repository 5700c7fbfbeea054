"""The panel of campaigns on the admin's home page: what waits for you, and the last sendings."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.ui.components import Component

from campaigns import approval
from campaigns.models import Campaign
from campaigns.tracking.audiences import behind_since
from campaigns.tracking.comparison import compare
from campaigns.tracking.intervals import Rate
from campaigns.tracking.statistics import accepted_count

SHOWN = 5


@dataclass(frozen=True)
class LastCampaign:
    """`open_rate` is None until its audience was counted."""

    campaign: Any
    open_rate: Rate | None


class CampaignsPanel(Component):
    order = 150
    template_name = "campaigns/admin/home_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm("campaigns.view_campaign"):
            return {"campaigns": [], "waiting": []}
        return {
            "campaigns": last_campaigns(),
            "behind_since": behind_since(Campaign.objects.filter(pk__in=_last())),
            "waiting": approval.submitted_for(user),
            "stopped": stopped_campaigns(),
            "may_see": True,
        }


def stopped_campaigns() -> QuerySet[Campaign]:
    """Nobody paused them: what is written there says why nothing leaves."""
    halted = (Campaign.State.PAUSED, Campaign.State.DRAFT)
    return Campaign.objects.filter(state__in=halted).exclude(paused_because="")


def last_campaigns() -> list[LastCampaign]:
    chosen = Campaign.objects.filter(pk__in=_last())
    rates = {issue.pk: issue.open_rate for issue in compare(chosen)}
    rows = chosen.select_related("newsletter").annotate(accepted=accepted_count())
    return [LastCampaign(row, rates.get(row.pk)) for row in rows.order_by("-created_at")]


def _last() -> list[int]:
    return list(Campaign.objects.order_by("-created_at").values_list("pk", flat=True)[:SHOWN])
