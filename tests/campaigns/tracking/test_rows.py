from datetime import UTC, datetime

from campaigns.models import Event
from campaigns.tracking.rows import Row, insert_events
from tests.factories.campaigns import DeliveryFactory, LinkFactory

AT = datetime(2026, 9, 1, 12, 30, tzinfo=UTC)


def test_rows_read_back_as_they_were_given():
    delivery, link = DeliveryFactory(), LinkFactory()
    named = Row(
        "click", delivery.campaign_id, delivery.pk, link.pk, AT, 7, "unsure", "unknown_agent"
    )
    anonymous = Row("open", link.campaign_id, None, None, AT, None, "person", "gmail")

    insert_events([named, anonymous])

    columns = ("kind", "campaign", "delivery", "link", "at", "second", "verdict", "rule")
    assert list(Event.objects.order_by("pk").values_list(*columns)) == [
        ("click", delivery.campaign_id, delivery.pk, link.pk, AT, 7, "unsure", "unknown_agent"),
        ("open", link.campaign_id, None, None, AT, None, "person", "gmail"),
    ]


def test_nothing_is_nothing():
    insert_events([])

    assert Event.objects.count() == 0
