from datetime import UTC, datetime

from campaigns.models import Event, YoungHit
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

    columns = ("kind", "campaign", "delivery", "link", "at", "verdict", "rule")
    assert list(Event.objects.order_by("pk").values_list(*columns)) == [
        ("click", delivery.campaign_id, delivery.pk, link.pk, AT, "unsure", "unknown_agent"),
        ("open", link.campaign_id, None, None, AT, "person", "gmail"),
    ]


def test_a_hit_that_names_a_delivery_stands_beside_its_event_with_its_second():
    delivery = DeliveryFactory()
    place = (delivery.campaign_id, delivery.pk, None)

    insert_events([Row("open", *place, AT, 7, "person", "browser") for _n in range(2)])

    kept = YoungHit.objects.values_list("event", "delivery", "at")
    assert set(kept) == {
        (event, delivery.pk, AT.replace(second=7))
        for event in Event.objects.values_list("pk", flat=True)
    }


def test_nothing_is_nothing():
    insert_events([])

    assert Event.objects.count() == 0
