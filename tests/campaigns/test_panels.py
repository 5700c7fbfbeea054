from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns import approval
from campaigns.models import Campaign, CampaignTally, TrackingClass
from campaigns.panels import last_campaigns
from campaigns.tracking.audiences import count_audience
from tests.campaigns.viewsets.conftest import alice, bob, campaign, sign_in  # noqa: F401
from tests.factories.campaigns import CampaignFactory, DeliveryFactory, EventFactory


def home(client) -> str:
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_what_waits_for_you_is_named_to_you_alone(campaign, alice, bob):  # noqa: F811
    approval.submit(campaign, alice.user)

    assert "For you to approve" in home(bob)
    assert "For you to approve" not in home(alice)


def test_the_last_campaigns_show_their_figures(campaign, alice):  # noqa: F811
    DeliveryFactory(campaign=campaign)

    [shown] = last_campaigns()

    assert (shown.campaign, shown.campaign.accepted, shown.open_rate) == (campaign, 1, None)
    assert campaign.name in home(alice)


def test_an_issue_that_was_counted_shows_its_rate_with_the_interval(campaign, alice):  # noqa: F811
    EventFactory(delivery=DeliveryFactory(campaign=campaign, opens=TrackingClass.IDENTIFIED))
    Campaign.objects.update(state=Campaign.State.SENT, began_at=timezone.now())
    campaign.refresh_from_db()
    count_audience(campaign)

    page = home(alice).replace("\N{NO-BREAK SPACE}", " ")

    assert "100.0%" in page
    assert "(20.6% to 100.0%)" in page


def test_rates_that_lag_behind_the_reports_say_so(campaign, alice):  # noqa: F811
    DeliveryFactory(campaign=campaign)
    Campaign.objects.update(state=Campaign.State.SENT, began_at=timezone.now())
    campaign.refresh_from_db()
    count_audience(campaign)
    quiet = home(alice)

    CampaignTally.objects.update(changed_at=timezone.now() + timedelta(minutes=1))

    assert "the rates here follow within five minutes" not in quiet
    assert "the rates here follow within five minutes" in home(alice)


def test_the_empty_panel_offers_the_first_step(alice):  # noqa: F811
    assert "No letter was prepared yet" in home(alice)


def test_the_panel_costs_the_same_for_one_and_for_three(campaign):  # noqa: F811
    with CaptureQueriesContext(connection) as for_one:
        list(last_campaigns())
    for _more in range(2):
        CampaignFactory(issue=campaign.issue)

    with CaptureQueriesContext(connection) as for_three:
        assert len(last_campaigns()) == 3

    assert len(for_one) == len(for_three)


def test_a_campaign_that_stopped_by_itself_is_told_to_all_who_see_campaigns(campaign, alice, bob):  # noqa: F811
    campaign.state, campaign.paused_because = "paused", "The mail server refuses our mails: 550"
    campaign.save()

    for person in (alice, bob):
        assert "stopped by itself" in home(person)
        assert "The mail server refuses our mails: 550" in home(person)

    campaign.paused_because = ""
    campaign.save()
    assert "stopped by itself" not in home(alice)
