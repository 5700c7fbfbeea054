"""A colleague read this content for this audience and said yes. A later change asks again."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page

from campaigns.models.campaign import Campaign
from crm.models import User


class Approval(models.Model):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="approvals")
    content_hash = models.CharField(max_length=64)
    audience_hash = models.CharField(max_length=64)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    comment = models.TextField(_("comment"), blank=True)
    approved_at = models.DateTimeField(_("approved at"), auto_now_add=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-approved_at"]

    def __str__(self) -> str:
        return f"{self.campaign} – {self.approved_by}"


def authors(campaign: Campaign) -> set[int]:
    """Who wrote what is to be approved: the last hand on each language, on the segment, and
    whoever submitted it. None of them may approve it."""
    ids = {campaign.submitted_by_id}
    if campaign.issue:
        ids |= {page.latest_revision.user_id for page in _languages(campaign.issue)}
    segment = campaign.segment
    if segment and segment.latest_revision:
        ids.add(segment.latest_revision.user_id)
    return {pk for pk in ids if pk}


def _languages(issue: Page) -> models.QuerySet[Page]:
    pages = issue.get_translations(inclusive=True)
    return pages.filter(latest_revision__isnull=False).select_related("latest_revision")


class IssueApprovalTask(AbstractGroupApprovalTask):
    """The step of the issues' workflow where a colleague says yes; superusers are no exception.

    What follows (the Approval rows, the mails) is done by receivers.py on Wagtail's own signals,
    so that approving from the page or from the campaign leads to the same row.
    """

    class Meta:
        verbose_name = _("approval of an issue by a colleague")
        verbose_name_plural = _("approvals of issues by a colleague")

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        actions = super().get_actions(obj, user)
        submitted = Campaign.objects.filter(issue=obj.pk, state=Campaign.State.SUBMITTED)
        own = {pk for campaign in submitted for pk in authors(campaign)}
        if user.pk in own or obj.current_workflow_state.requested_by_id == user.pk:
            return [action for action in actions if action[0] != "approve"]
        return actions

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls) -> str:
        return str(_("A member of these groups who did not write the issue approves it"))
