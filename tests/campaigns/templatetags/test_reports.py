from datetime import UTC, datetime

from django.template import Context, Template

from campaigns.models import Campaign, TrackingClass
from campaigns.templatetags.reports import share_of
from campaigns.tracking.audiences import count_audience
from tests.factories.campaigns import CampaignFactory, DeliveryFactory, EventFactory

BEGAN = datetime(2026, 9, 1, 12, tzinfo=UTC)


def shown(campaign):
    return Template("{% load reports %}{% report_curve campaign %}").render(
        Context({"campaign": campaign})
    )


def test_the_curve_has_its_table_and_each_part_its_line():
    campaign = CampaignFactory(state=Campaign.State.SENT, began_at=BEGAN)
    delivery = DeliveryFactory(campaign=campaign)
    EventFactory(campaign=campaign, delivery=delivery, at=BEGAN)
    count_audience(campaign)

    report = shown(campaign)

    assert "<svg" in report
    assert report.count("<tr>") == 1 + 48 + 3 * 2
    assert "example" in report


def test_each_part_gives_its_rate_with_its_interval():
    campaign = CampaignFactory(state=Campaign.State.SENT)
    tracked = DeliveryFactory(campaign=campaign, opens=TrackingClass.IDENTIFIED)
    EventFactory(campaign=campaign, delivery=tracked)
    count_audience(campaign)

    assert "20,6 % à 100,0 %" in shown(campaign).replace("\N{NO-BREAK SPACE}", " ")


def test_a_share_of_nothing_is_no_share():
    assert (share_of(0, 0), share_of(1, 4)) == ("–", "25,0\N{NO-BREAK SPACE}%")


def test_before_the_first_hit_there_is_nothing_to_draw():
    assert shown(CampaignFactory()).strip() == ""
