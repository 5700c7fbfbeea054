from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Campaign, Delivery, TrackingClass
from campaigns.sending.control import cancel
from campaigns.sending.planning import SendingRefused, schedule, start, start_due
from crm.models import TrackingChoice
from crm.suppression import suppress
from tests.factories.campaigns import SegmentFactory, SubscriptionFactory
from tests.factories.sending import ApprovedCampaignFactory, add_subscribers, approve

State = Campaign.State


def rows(campaign, *fields):
    return sorted(campaign.deliveries.values_list(*fields))


def test_every_confirmed_subscriber_gets_a_row(campaign):
    add_subscribers(campaign.newsletter, 2)
    SubscriptionFactory(newsletter=campaign.newsletter, pending=True)
    SubscriptionFactory(newsletter=campaign.newsletter, unsubscribed=True)

    assert start(campaign) == 2
    assert rows(campaign, "address", "state") == [
        ("user0@example.org", "pending"),
        ("user1@example.org", "pending"),
    ]
    assert campaign.state == State.SENDING
    assert campaign.frozen_at is not None


def test_the_language_is_the_subscribers_when_there_is_a_translation(campaign):
    add_subscribers(campaign.newsletter, 1, language="en")

    start(campaign)

    assert rows(campaign, "locale") == [("fr",)]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (TrackingChoice.GRANTED, TrackingClass.IDENTIFIED),
        (TrackingChoice.UNKNOWN, TrackingClass.ANONYMOUS),
        (TrackingChoice.REFUSED, TrackingClass.NONE),
    ],
)
def test_the_tracking_class_follows_consent(campaign, choice, expected):
    add_subscribers(campaign.newsletter, 1, open_tracking=choice)

    start(campaign)

    assert rows(campaign, "opens", "clicks") == [(expected, TrackingClass.ANONYMOUS)]


def test_content_is_frozen_for_every_class_a_consent_may_fall_to(campaign):
    add_subscribers(campaign.newsletter, 1, open_tracking=TrackingChoice.GRANTED)

    start(campaign)

    kinds = set(campaign.contents.values_list("opens", "clicks"))
    assert kinds == {
        (opens, clicks) for opens in ("identified", "none") for clicks in ("anonymous", "none")
    }


def test_excluded_and_paused_people_have_a_row_that_says_so(campaign):
    excluded, _paused, _sent = (
        *add_subscribers(campaign.newsletter, 1),
        *add_subscribers(campaign.newsletter, 1, paused_until=date(2999, 1, 1)),
        *add_subscribers(campaign.newsletter, 1, paused_until=date(2001, 1, 1)),
    )
    suppress(excluded.address, "complaint")

    assert start(campaign) == 3
    assert rows(campaign, "address", "state", "reason") == [
        ("user0@example.org", "suppressed", "complaint"),
        ("user1@example.org", "suppressed", "paused"),
        ("user2@example.org", "pending", ""),
    ]


def test_starting_twice_starts_once(campaign):
    add_subscribers(campaign.newsletter, 2)
    other = Campaign.objects.get(pk=campaign.pk)

    assert [start(campaign), start(other), start(campaign)] == [2, 2, 2]
    assert Delivery.objects.count() == 2


def test_an_empty_audience_is_refused(campaign):
    with pytest.raises(SendingRefused, match=r"audience is empty|destinataire"):
        start(campaign)

    campaign.refresh_from_db()
    assert campaign.state == State.APPROVED


def test_a_segment_without_rules_is_refused(campaign):
    add_subscribers(campaign.newsletter, 1)
    campaign.segment = SegmentFactory()
    campaign.save()
    approve(campaign)

    with pytest.raises(SendingRefused):
        start(campaign)

    assert Delivery.objects.count() == 0


def test_an_issue_without_subject_is_refused(campaign):
    add_subscribers(campaign.newsletter, 1)
    campaign.issue.subject = ""
    campaign.issue.save()
    approve(campaign)

    with pytest.raises(SendingRefused):
        start(campaign)

    assert Delivery.objects.count() == 0


def test_a_change_after_approval_is_refused(campaign):
    add_subscribers(campaign.newsletter, 1)
    campaign.issue.subject = "Autre objet"
    campaign.issue.save()

    with pytest.raises(SendingRefused):
        start(campaign)


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.CANCELLED])
def test_what_is_not_approved_is_refused(campaign, state):
    add_subscribers(campaign.newsletter, 1)
    campaign.state = state
    campaign.save()

    with pytest.raises(SendingRefused):
        start(campaign)


def test_a_scheduled_campaign_starts_once_at_its_time(campaign):
    add_subscribers(campaign.newsletter, 1)
    at = timezone.now() + timedelta(hours=1)
    schedule(campaign, at)

    assert start_due(at - timedelta(seconds=1)) == []
    assert start_due(at) == [campaign.pk]
    assert start_due(at) == []


def test_a_scheduled_campaign_that_is_refused_says_why(campaign):
    add_subscribers(campaign.newsletter, 1)
    schedule(campaign, timezone.now())
    campaign.issue.subject = "Autre objet"
    campaign.issue.save()

    assert start_due() == []
    campaign.refresh_from_db()
    assert campaign.state == State.DRAFT
    assert campaign.paused_because


def test_a_cancelled_campaign_cannot_be_scheduled(campaign):
    cancel(campaign)

    with pytest.raises(SendingRefused):
        schedule(campaign, timezone.now())


def test_freezing_renders_and_queries_as_much_for_1_as_for_30(campaign):
    one, thirty = campaign, ApprovedCampaignFactory()
    add_subscribers(one.newsletter, 1)
    add_subscribers(thirty.newsletter, 30)

    with CaptureQueriesContext(connection) as for_one:
        start(one)
    with CaptureQueriesContext(connection) as for_thirty:
        start(thirty)

    assert len(for_thirty) <= len(for_one)


@pytest.mark.parametrize(("many", "told"), [(2, 1), (3, 0)])
def test_postgresql_learns_that_many_rows_came(campaign, many, told, monkeypatch):
    monkeypatch.setattr("campaigns.sending.planning.MANY", many)
    add_subscribers(campaign.newsletter, 2)

    with CaptureQueriesContext(connection) as queries:
        start(campaign)

    analysed = [query for query in queries if query["sql"].startswith("ANALYZE")]
    assert len(analysed) == (told if connection.vendor == "postgresql" else 0)


def test_a_sender_that_no_header_can_hold_stops_the_start_with_a_sentence(campaign, server):
    """Written past the form, as a script might."""
    add_subscribers(campaign.newsletter, 1)
    campaign.newsletter.sender_name = "Réseau\r\nBcc: x@example.org"

    with pytest.raises(SendingRefused, match="expéditeur"):
        start(campaign)

    assert server.mails == [] and not campaign.deliveries.exists()
