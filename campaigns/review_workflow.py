"""The Wagtail workflow every issue goes through, made when it is first needed."""

from wagtail.models import Workflow, WorkflowTask

from campaigns.models import IssueApprovalTask
from crm.roles import Role, role_group

# Shown in Wagtail's settings, where an administrator may rename them; French as the groups are.
WORKFLOW_NAME = "Relecture des numéros"
TASK_NAME = "Relecture par un ou une collègue"


def issue_workflow() -> Workflow:
    """Found by its task, so that it may be renamed."""
    existing = Workflow.objects.active().filter(
        workflow_tasks__task__in=IssueApprovalTask.objects.values("pk")
    )
    return existing.first() or _make_workflow()


def _make_workflow() -> Workflow:
    task = IssueApprovalTask.objects.create(name=TASK_NAME)
    task.groups.set([role_group(Role.COMMUNICATION), role_group(Role.ADMINISTRATOR)])
    workflow: Workflow = Workflow.objects.create(name=WORKFLOW_NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
