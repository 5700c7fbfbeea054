"""Wagtail mails about workflows inside the transaction, straight to the server. Not for issues:
of those, approval_mails.py tells by the outbox.
"""

from typing import Any

from wagtail.admin.mail import (
    BaseWorkflowStateEmailNotifier,
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from campaigns.models import IssueApprovalTask, IssuePage


class ExceptIssues(BaseWorkflowStateEmailNotifier):
    def can_handle(self, instance: WorkflowState, **kwargs: Any) -> bool:
        page = getattr(instance.content_object, "specific", None)
        return super().can_handle(instance, **kwargs) and not isinstance(page, IssuePage)


class SubmissionNotice(ExceptIssues, WorkflowStateSubmissionEmailNotifier):
    pass


class ApprovalNotice(ExceptIssues, WorkflowStateApprovalEmailNotifier):
    pass


class RejectionNotice(ExceptIssues, WorkflowStateRejectionEmailNotifier):
    pass


class TaskNotice(GroupApprovalTaskStateSubmissionEmailNotifier):
    def can_handle(self, instance: TaskState, **kwargs: Any) -> bool:
        ours = isinstance(instance.task.specific, IssueApprovalTask)
        return super().can_handle(instance, **kwargs) and not ours


# Under the names Wagtail gives its own: whatever order they connect in, ours stay.
NOTICES = (
    (task_submitted, TaskState, "group_approval_task_submitted", TaskNotice()),
    (workflow_submitted, WorkflowState, "workflow_state_submitted", SubmissionNotice()),
    (workflow_approved, WorkflowState, "workflow_state_approved", ApprovalNotice()),
    (workflow_rejected, WorkflowState, "workflow_state_rejected", RejectionNotice()),
)


def take_the_place_of_wagtails() -> None:
    for signal, sender, event, notice in NOTICES:
        name = f"{event}_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(notice, sender=sender, dispatch_uid=name)
