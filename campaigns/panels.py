"""The panel of campaigns on the admin's home page: what waits for you, and the last sendings."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from wagtail.admin.ui.components import Component

from campaigns import approval
from campaigns.models import Campaign, Delivery

SHOWN = 5


class CampaignsPanel(Component):
    order = 150
    template_name = "campaigns/admin/home_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm("campaigns.view_campaign"):
            return {"campaigns": [], "waiting": []}
        return {
            "campaigns": last_campaigns(),
            "waiting": approval.submitted_for(user),
            "stopped": stopped_campaigns(),
            "may_see": True,
        }


def stopped_campaigns() -> QuerySet[Campaign]:
    """Nobody paused them: what is written there says why nothing leaves."""
    halted = (Campaign.State.PAUSED, Campaign.State.DRAFT)
    return Campaign.objects.filter(state__in=halted).exclude(paused_because="")


def last_campaigns() -> QuerySet[Campaign]:
    ids = list(Campaign.objects.order_by("-created_at").values_list("pk", flat=True)[:SHOWN])
    accepted = Count("deliveries", filter=Q(deliveries__state=Delivery.State.ACCEPTED))
    return (
        Campaign.objects.filter(pk__in=ids)
        .select_related("newsletter")
        .annotate(accepted=accepted)
        .order_by("-created_at")
    )
