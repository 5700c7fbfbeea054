"""What follows when the workflow of an issue moves, and when a newsletter gets its page."""

from typing import Any

from anymail.signals import AnymailTrackingEvent
from wagtail.models import TaskState, WorkflowPage

from campaigns import approval
from campaigns.inbox.providers import take_event
from campaigns.models import Campaign, IssuePage, NewsletterPage
from campaigns.review_workflow import issue_workflow
from crm.models import User

State = Campaign.State


def on_task_submitted(instance: TaskState, user: User | None, **kwargs: Any) -> None:
    """Somebody pressed "submit" on the page itself: its campaigns in preparation follow."""
    campaigns = _campaigns(instance)
    if user and not any(campaign.state == State.SUBMITTED for campaign in campaigns):
        for campaign in campaigns:
            if campaign.state == State.DRAFT:
                approval.mark_submitted(campaign, user)


def on_task_approved(instance: TaskState, user: User, **kwargs: Any) -> None:
    """Inside Wagtail's transaction: a refusal here undoes the approval of the page too."""
    for campaign in _submitted(instance):
        approval.record_approval(campaign, user, instance.comment)


def on_task_rejected(instance: TaskState, user: User, **kwargs: Any) -> None:
    for campaign in _submitted(instance):
        approval.record_refusal(campaign, user, instance.comment)


def on_task_cancelled(instance: TaskState, **kwargs: Any) -> None:
    for campaign in _submitted(instance):
        approval.withdraw(campaign)


def on_newsletter_page_created(instance: NewsletterPage, created: bool, **kwargs: Any) -> None:
    if created and not kwargs.get("raw"):
        WorkflowPage.objects.get_or_create(page=instance, defaults={"workflow": issue_workflow()})


def on_provider_event(event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """A webhook; what is raised here makes the provider send all of it again."""
    take_event(event, esp_name)


def _submitted(task_state: TaskState) -> list[Campaign]:
    return [c for c in _campaigns(task_state) if c.state == State.SUBMITTED]


def _campaigns(task_state: TaskState) -> list[Campaign]:
    page = task_state.workflow_state.content_object
    if not isinstance(getattr(page, "specific", None), IssuePage):
        return []
    return list(Campaign.objects.filter(issue=page.pk).order_by("pk"))
