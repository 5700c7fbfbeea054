from wagtail.models import Workflow

from campaigns.review_workflow import issue_workflow
from crm.roles import GROUP_NAMES, Role


def test_the_workflow_is_made_once_and_found_under_any_name():
    made = issue_workflow()
    Workflow.objects.filter(pk=made.pk).update(name="Renamed")

    assert issue_workflow() == made


def test_communication_and_administration_approve():
    task = issue_workflow().tasks.get().specific

    assert set(task.groups.values_list("name", flat=True)) == {
        GROUP_NAMES[Role.COMMUNICATION],
        GROUP_NAMES[Role.ADMINISTRATOR],
    }
