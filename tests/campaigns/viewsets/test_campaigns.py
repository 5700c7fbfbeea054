from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from campaigns.models import Campaign
from campaigns.segments.rules import Rows, conditions
from tests.factories.campaigns import CampaignFactory, DeliveryFactory, SegmentFactory

State = Campaign.State


def test_a_campaign_is_made_from_an_issue(campaign, alice):
    issue = campaign.issue

    alice.post(reverse("campaign:add"), {"issue": issue.pk, "segment": "", "name": ""})

    made = Campaign.objects.exclude(pk=campaign.pk).get()
    assert (made.name, made.newsletter, made.owner) == (
        issue.title,
        campaign.newsletter,
        alice.user,
    )


def test_the_button_of_an_issue_fills_the_form_in(campaign, alice):
    page = alice.get(reverse("campaign:add"), {"issue": campaign.issue.pk}).content.decode()
    editor = reverse("wagtailadmin_pages:edit", args=[campaign.issue.pk])

    assert f'value="{campaign.issue.pk}"' in page
    assert f"issue={campaign.issue.pk}" in alice.get(editor).content.decode()


def test_another_audience_asks_for_another_approval(approved, alice):
    segment = SegmentFactory(rules=[("language", ["fr"])])
    data = {"issue": approved.issue.pk, "segment": segment.pk, "name": approved.name}

    alice.post(reverse("campaign:edit", args=[approved.pk]), data)

    approved.refresh_from_db()
    assert (approved.state, approved.segment) == (State.DRAFT, segment)
    assert conditions(approved.segment.rules, Rows())


def test_another_name_keeps_the_approval(approved, alice):
    data = {"issue": approved.issue.pk, "segment": "", "name": "Another name"}

    alice.post(reverse("campaign:edit", args=[approved.pk]), data)

    approved.refresh_from_db()
    assert (approved.state, approved.name) == (State.APPROVED, "Another name")


def test_what_has_started_is_neither_changed_nor_deleted(campaign, alice):
    Campaign.objects.update(state=State.SENT)
    data = {"issue": campaign.issue.pk, "segment": "", "name": "Another name"}

    alice.post(reverse("campaign:edit", args=[campaign.pk]), data)
    alice.post(reverse("campaign:delete", args=[campaign.pk]))

    assert Campaign.objects.get().name == campaign.name


def test_the_list_costs_the_same_for_one_and_for_three(campaign, alice, django_assert_num_queries):
    url = reverse("campaign:index")
    alice.get(url)
    with CaptureQueriesContext(connection) as for_one:
        alice.get(url)
    CampaignFactory(issue=campaign.issue)
    DeliveryFactory(campaign=CampaignFactory(issue=campaign.issue))

    with django_assert_num_queries(len(for_one)):
        assert alice.get(url).content.decode().count("w-status") >= 3


def test_the_form_speaks_the_language_of_whoever_asks_for_it(alice):
    for language, words in (("fr", "Choisir un numéro"), ("en", "Choose an issue")):
        UserProfile.objects.update_or_create(
            user=alice.user, defaults={"preferred_language": language}
        )
        alice.user.refresh_from_db()

        assert words in alice.get(reverse("campaign:add")).content.decode()
