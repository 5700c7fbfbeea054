import pytest
from wagtail.models import Page

from campaigns.models import Campaign
from crm.models import User
from crm.roles import give_role
from tests.factories.campaigns import CampaignFactory, NewsletterPageFactory

State = Campaign.State


@pytest.fixture
def alice():
    user = User.objects.create_user("alice@example.org")
    give_role(user, "communication")
    return user


@pytest.fixture
def campaign():
    return CampaignFactory(issue__parent__parent=Page.objects.get(depth=1))


def test_a_newsletter_page_has_the_issues_workflow_from_the_start(campaign):
    assert campaign.issue.get_workflow().tasks.count() == 1


def test_submitting_the_page_leaves_other_campaigns_of_it_alone_once_one_is_submitted(
    campaign, alice
):
    Campaign.objects.update(state=State.SUBMITTED)
    other = CampaignFactory(issue=campaign.issue)
    campaign.issue.save_revision(user=alice)

    campaign.issue.get_workflow().start(campaign.issue, alice)

    other.refresh_from_db()
    assert other.state == State.DRAFT


def test_rejecting_on_the_page_sends_the_campaign_back(campaign, alice):
    campaign.issue.save_revision(user=alice)
    campaign.issue.get_workflow().start(campaign.issue, alice)

    campaign.issue.current_workflow_task_state.reject(user=alice, comment="Le titre")

    campaign.refresh_from_db()
    assert campaign.state == State.DRAFT


def test_what_has_been_sent_is_not_touched_by_a_new_round(campaign, alice):
    Campaign.objects.update(state=State.SENT)
    campaign.issue.save_revision(user=alice)

    campaign.issue.get_workflow().start(campaign.issue, alice)

    campaign.refresh_from_db()
    assert (campaign.state, campaign.submitted_by) == (State.SENT, None)


def test_workflows_of_other_pages_are_none_of_our_business(alice):
    page = NewsletterPageFactory(parent=Page.objects.get(depth=1))
    page.save_revision(user=alice)

    page.get_workflow().start(page, alice)
    page.current_workflow_task_state.approve(user=alice)

    assert not Campaign.objects.exists()
