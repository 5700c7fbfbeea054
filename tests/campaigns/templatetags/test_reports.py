from datetime import UTC, datetime

from django.template import Context, Template

from campaigns.models import Campaign
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


def test_before_the_first_hit_there_is_nothing_to_draw():
    assert shown(CampaignFactory()).strip() == ""
