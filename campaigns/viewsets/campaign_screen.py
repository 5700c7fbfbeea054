"""One campaign on one screen: its steps, what stops it, its progress, its figures."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import InspectView

from campaigns import approval
from campaigns.forms.campaign import CommentForm
from campaigns.models import Approval, Campaign
from campaigns.preparing import Readiness, readiness
from campaigns.tracking import statistics
from campaigns.tracking.link_map import mapped_languages
from campaigns.viewsets.campaign_progress import progress_context
from crm.models import User

State = Campaign.State
STARTED = (State.SENDING, State.PAUSED, State.SENT, State.CANCELLED)


@dataclass(frozen=True)
class Step:
    name: str
    standing: str  # "done", "current" or "to_come"


class CampaignScreenView(InspectView):
    template_name = "campaigns/admin/campaign.html"
    page_title = ""

    def get_fields(self) -> list[str]:
        return []

    def get_object(self, queryset: Any = None) -> Campaign:
        rows = Campaign.objects.select_related("issue", "newsletter", "segment", "submitted_by")
        return get_object_or_404(rows, pk=self.pk)

    def get_page_title(self) -> str:
        return str(self.object)

    def get_page_subtitle(self) -> str:
        return ""

    def get_edit_url(self) -> str | None:
        return super().get_edit_url() if self.object.state in approval.NOT_STARTED else None

    def get_delete_url(self) -> str | None:
        return super().get_delete_url() if self.object.frozen_at is None else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = self.object
        context = super().get_context_data(**kwargs) | {"campaign": campaign}
        if campaign.state in STARTED:
            return context | started_context(campaign)
        return context | preparing_context(campaign, self.request.user)


def preparing_context(campaign: Campaign, user: User) -> dict[str, Any]:
    ready = readiness(campaign)
    may_leave = campaign.state in (State.APPROVED, State.SCHEDULED)
    yes = approval.current_approval(campaign) if may_leave else None
    return {
        "steps": steps(ready, yes),
        "readiness": ready,
        "approval": yes,
        "stale": yes is None and may_leave,
        "waiting": campaign.state == State.SUBMITTED,
        "refusal": approval.refusal(campaign, user),
        "languages": approval.languages(campaign),
        "comment_form": CommentForm(initial={"read": approval.content_hash(campaign)}),
        "also": Campaign.objects.filter(issue=campaign.issue, state=State.SUBMITTED).exclude(
            pk=campaign.pk
        ),
    }


def started_context(campaign: Campaign) -> dict[str, Any]:
    """The report of a moving letter stands still beside its progress: hence the time."""
    return progress_context(campaign) | {
        "report": statistics.report(campaign),
        "counted_at": timezone.now(),
        "links": statistics.by_link(campaign),
        "mapped": mapped_languages(campaign),
        "approval": campaign.approvals.select_related("approved_by").first(),
    }


def steps(ready: Readiness, yes: Approval | None) -> list[Step]:
    """Each step is done when nothing of it is left to do; the first that is not is at hand."""
    left = [
        bool(ready.issue_problems),
        bool(ready.audience_problems),
        yes is None,
        True,
    ]
    current = left.index(True)
    names = [_("Write"), _("Audience"), _("Review"), _("Sending")]
    standings = ["done"] * current + ["current"] + ["to_come"] * (len(names) - current - 1)
    return [Step(name, standing) for name, standing in zip(names, standings, strict=True)]
