"""What the admin home shows: what was promised, a meeting to log, requests about personal data."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from crm.follow_ups import assigned_to, overdue, still_open
from crm.models import DataRequest

SHOWN = 8


class DataRequestsPanel(Component):
    """How many requests about personal data wait, for who answers them; nothing when none does."""

    name = "data_requests"
    template_name = "crm/data_requests_panel.html"
    order = 110

    class Media:
        css = {"all": ["crm/crm.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        if not parent_context["request"].user.has_perm("crm.change_datarequest"):
            return {}
        waiting = DataRequest.objects.still_open()
        return {
            "open_count": waiting.count(),
            "overdue_count": DataRequest.objects.overdue(timezone.localdate()).count(),
            "next_on": waiting.aggregate(first=Min("due_on"))["first"],
        }


class FollowUpsPanel(Component):
    """One's own open follow-ups, the most pressing first; nothing for who may not see them."""

    name = "follow_ups"
    template_name = "crm/follow_ups_panel.html"
    order = 120

    class Media:
        css = {"all": ["crm/crm.css"]}

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        user = parent_context["request"].user if parent_context else None
        if user is None or not user.has_perm("crm.view_followup"):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        today = timezone.localdate()
        mine = assigned_to(user)
        return {
            "follow_ups": still_open(mine).select_related("organisation", "person", "assigned_to")[
                :SHOWN
            ],
            "overdue_count": overdue(mine, today).count(),
            "today": today,
            "can_change": user.has_perm("crm.change_followup"),
            "can_log": user.has_perm("crm.add_meeting"),
            "home": reverse("wagtailadmin_home"),
            "mine_url": f"{reverse('follow_ups:index')}?state=open&assigned_to={user.pk}",
        }
