import pytest
from django.core import mail
from wagtail.models import Page

from crm.models import User
from tests.factories.campaigns import IssuePageFactory


@pytest.fixture
def people():
    author = User.objects.create_user("author@example.org")
    return author, User.objects.create_superuser("root@example.org")


def go_through_workflow(page, author, approver):
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    page.current_workflow_task_state.approve(user=approver)


def test_wagtail_mails_nobody_about_an_issue(people):
    issue = IssuePageFactory(parent__parent=Page.objects.get(depth=1))

    go_through_workflow(issue, *people)

    assert [message.subject for message in mail.outbox] == []


def test_wagtail_goes_on_mailing_about_other_pages(people):
    go_through_workflow(Page.objects.get(depth=2), *people)

    assert "author@example.org" in [to for message in mail.outbox for to in message.to]
