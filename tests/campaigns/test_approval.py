import pytest
from django.utils import translation
from wagtail.models import Locale, Page, WorkflowPage

from campaigns import approval
from campaigns.approval import ApprovalRefused
from campaigns.models import Campaign, Segment
from crm.models import OutgoingMail, User
from crm.roles import give_role
from tests.factories.campaigns import CampaignFactory, NewsletterPageFactory, SegmentFactory

State = Campaign.State


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def colleague(name: str, role: str = "communication", **fields) -> User:
    user = User.objects.create_user(f"{name}@example.org", first_name=name, **fields)
    give_role(user, role)
    return user


def make_campaign(**fields) -> Campaign:
    """Its newsletter page stands in the site's tree, where the roles have their permissions."""
    parent = NewsletterPageFactory(parent=Page.objects.get(depth=1))
    return CampaignFactory(issue__parent=parent, **fields)


@pytest.fixture
def alice():
    return colleague("alice")


@pytest.fixture
def bob():
    return colleague("bob")


@pytest.fixture
def submitted(alice):
    """A campaign whose newsletter page is under the workflow, as every one is."""
    campaign = make_campaign(owner=alice)
    campaign.issue.save_revision(user=alice)
    approval.submit(campaign, alice)
    return campaign


def edit(campaign, user, **fields):
    page = campaign.issue.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision(user=user)


def test_submitting_starts_the_workflow_and_writes_to_colleagues(submitted, bob, alice):
    submitted.issue.refresh_from_db()

    assert submitted.state == State.SUBMITTED
    assert submitted.issue.current_workflow_state.requested_by == alice


def test_the_request_reaches_those_who_may_approve_and_no_others(alice, bob):
    colleague("reader", "reading")
    campaign = make_campaign()

    approval.submit(campaign, alice)

    assert list(OutgoingMail.objects.values_list("to", "kind")) == [
        ("bob@example.org", "approval_requested")
    ]


def test_submitting_twice_asks_once(submitted, alice, bob):
    approval.submit(submitted, alice)

    assert OutgoingMail.objects.count() == 0  # bob came later; nobody is asked again


def test_a_colleague_approves_and_the_issue_is_published_but_not_public(submitted, bob):
    approval.approve(submitted, bob, "Bravo")

    submitted.issue.refresh_from_db()
    assert submitted.state == State.APPROVED
    assert approval.current_approval(submitted).approved_by == bob
    assert submitted.issue.live
    assert not type(submitted.issue).objects.public().exists()


def test_the_author_is_told(submitted, bob):
    approval.approve(submitted, bob, "Bravo")

    mail = OutgoingMail.objects.get(kind="campaign_approved")
    assert mail.to == "alice@example.org"
    assert "Bravo" in mail.text


def test_approving_on_the_page_leads_to_the_same_row(submitted, bob):
    task_state = submitted.issue.current_workflow_task_state

    task_state.task.specific.on_action(task_state, bob, "approve", comment="Vu")

    submitted.refresh_from_db()
    row = submitted.approvals.get()
    assert (submitted.state, row.approved_by, row.comment) == (State.APPROVED, bob, "Vu")
    assert approval.is_approved(submitted)


def test_submitting_on_the_page_submits_its_campaign(alice):
    campaign = make_campaign()
    campaign.issue.save_revision(user=alice)

    campaign.issue.get_workflow().start(campaign.issue, alice)

    campaign.refresh_from_db()
    assert (campaign.state, campaign.submitted_by) == (State.SUBMITTED, alice)


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_approves_their_own_not_even_a_superuser(submitted, alice, superuser):
    User.objects.filter(pk=alice.pk).update(is_superuser=superuser)
    alice = User.objects.get(pk=alice.pk)

    with pytest.raises(ApprovalRefused, match="a colleague has to approve"):
        approval.approve(submitted, alice)

    assert not submitted.approvals.exists()


def test_nobody_approves_their_own_on_the_page(submitted):
    root = User.objects.create_superuser("root@example.org")
    edit(submitted, root, subject="Mine now")
    task_state = submitted.issue.current_workflow_task_state

    actions = task_state.task.specific.get_actions(submitted.issue, root)
    assert [action[0] for action in actions] == ["reject"]
    with pytest.raises(ApprovalRefused):
        task_state.task.specific.on_action(task_state, root, "approve")
    submitted.issue.refresh_from_db()
    assert submitted.issue.current_workflow_state.status == "in_progress"


def test_whoever_changed_the_words_since_may_not_approve_them(submitted, bob):
    edit(submitted, bob, subject="Bob's own words")

    assert "a colleague has to approve" in approval.refusal(submitted, bob)


def test_whoever_drew_the_segment_may_not_approve_it(alice, bob):
    segment = SegmentFactory(rules=[("language", ["fr"])])
    segment.save_revision(user=bob)
    campaign = make_campaign(segment=segment)
    approval.submit(campaign, alice)

    assert "a colleague has to approve" in approval.refusal(campaign, bob)


def test_a_role_without_the_permission_may_not_approve(submitted):
    reader = colleague("reader", "partnerships")

    with pytest.raises(ApprovalRefused, match="role"):
        approval.approve(submitted, reader)


def test_what_was_not_read_is_not_approved(submitted, alice, bob):
    read = approval.content_hash(submitted)
    edit(submitted, alice, preheader="A late change")

    with pytest.raises(ApprovalRefused, match="has changed since you read it"):
        approval.approve(submitted, bob, read=read)


@pytest.mark.parametrize(
    "change", [{"subject": "Other"}, {"preheader": "Other"}, {"body": [("heading", "Other")]}]
)
def test_a_later_change_asks_again_published_or_not(submitted, alice, bob, change):
    approval.approve(submitted, bob)
    revision = edit(submitted, alice, **change)
    assert not approval.is_approved(submitted)

    revision.publish()

    assert not approval.is_approved(submitted)


def test_saving_without_a_change_keeps_the_approval(submitted, alice, bob):
    approval.approve(submitted, bob)

    edit(submitted, alice).publish()

    assert approval.is_approved(submitted)


def test_a_later_change_of_the_audience_asks_again(alice, bob):
    segment = SegmentFactory(rules=[("language", ["fr"])])
    campaign = make_campaign(segment=segment)
    approval.submit(campaign, alice)
    approval.approve(campaign, bob)
    assert approval.is_approved(campaign)

    segment.rules = [("language", ["en"])]
    segment.save()

    assert not approval.is_approved(Campaign.objects.get(pk=campaign.pk))


def test_renaming_the_segment_changes_nothing(alice, bob):
    campaign = make_campaign(segment=SegmentFactory(rules=[("language", ["fr"])]))
    approval.submit(campaign, alice)
    approval.approve(campaign, bob)

    Segment.objects.update(name="Another name")

    assert approval.is_approved(Campaign.objects.get(pk=campaign.pk))


@pytest.fixture
def in_english_too(alice):
    """A campaign whose issue has a translation, still a draft."""
    campaign = make_campaign()
    english = Locale.objects.get_or_create(language_code="en")[0]
    campaign.issue.get_parent().copy_for_translation(english)
    translated = campaign.issue.copy_for_translation(english)
    translated.save_revision(user=alice)
    approval.submit(campaign, alice)
    return campaign, translated


def test_approval_publishes_every_language(in_english_too, bob):
    campaign, translated = in_english_too

    approval.approve(campaign, bob)

    translated.refresh_from_db()
    assert translated.live
    assert approval.is_approved(campaign)


def test_publishing_a_translation_around_the_approval_asks_again(in_english_too, bob):
    campaign, translated = in_english_too
    approval.approve(campaign, bob)
    translated.refresh_from_db()

    translated.subject = "Slipped in"
    translated.save_revision().publish()

    assert not approval.is_approved(campaign)


def test_changes_requested_go_back_to_the_author_and_can_be_submitted_again(submitted, alice, bob):
    approval.request_changes(submitted, bob, "Le titre")
    assert submitted.state == State.DRAFT
    assert "Le titre" in OutgoingMail.objects.get(kind="campaign_changes_requested").text

    submitted = Campaign.objects.get(pk=submitted.pk)
    approval.submit(submitted, alice)
    approval.approve(submitted, bob)

    assert approval.is_approved(submitted)


def test_cancelling_the_workflow_takes_the_request_back(submitted, alice):
    submitted.issue.current_workflow_state.cancel(alice)

    submitted.refresh_from_db()
    assert submitted.state == State.DRAFT


def test_without_a_workflow_the_campaign_is_approved_just_the_same(alice, bob):
    campaign = make_campaign()
    WorkflowPage.objects.all().delete()

    approval.submit(campaign, alice)
    approval.approve(campaign, bob)

    assert approval.is_approved(campaign)


def test_waiting_for_you_names_what_a_colleague_submitted(submitted, alice, bob):
    assert approval.submitted_for(bob) == [submitted]
    assert approval.submitted_for(alice) == []
