import pytest
from wagtail.models import Locale, Page

from campaigns.models import Campaign
from campaigns.preparing import prepare, readiness, take_back, unschedule
from crm.models import User
from tests.factories.campaigns import CampaignFactory, IssuePageFactory, SegmentFactory

State = Campaign.State


@pytest.fixture
def alice():
    return User.objects.create_user("alice@example.org")


def test_the_short_name_comes_from_the_title_and_is_free(alice):
    issue = IssuePageFactory(title="Numéro 11")

    slugs = [prepare(issue, by=alice).slug for _time in range(3)]

    assert slugs == ["numero-11", "numero-11-2", "numero-11-3"]


def test_a_translation_prepares_the_sending_of_its_source(alice):
    issue = IssuePageFactory(parent__parent=Page.objects.get(depth=1))
    english = Locale.objects.get_or_create(language_code="en")[0]
    issue.get_parent().copy_for_translation(english)

    assert prepare(issue.copy_for_translation(english), by=alice).issue == issue


def test_a_segment_without_rules_stops_the_letter():
    ready = readiness(CampaignFactory(segment=SegmentFactory()))

    assert len(ready.audience_problems) == 1
    assert ready.explanation is None


def test_a_deleted_issue_is_one_problem():
    campaign = CampaignFactory()
    campaign.issue.delete()

    assert len(readiness(Campaign.objects.get()).problems) == 1


@pytest.mark.parametrize(
    ("state", "expected"),
    [(State.SUBMITTED, State.DRAFT), (State.SCHEDULED, State.DRAFT), (State.SENT, State.SENT)],
)
def test_taking_back_stops_at_what_has_started(state, expected):
    campaign = CampaignFactory(state=state)

    take_back(campaign)

    assert Campaign.objects.get().state == expected


def test_unscheduling_what_has_left_does_nothing():
    campaign = CampaignFactory(state=State.SENDING)

    assert not unschedule(campaign)
    assert Campaign.objects.get().state == State.SENDING
