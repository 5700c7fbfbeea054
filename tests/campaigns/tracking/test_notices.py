from datetime import UTC, datetime, timedelta

from campaigns.models import Event, SeenNotice
from campaigns.tracking.notices import note, record_event
from tests.factories.campaigns import DeliveryFactory

AT = datetime(2026, 4, 14, 8, 12, 31, tzinfo=UTC)


def test_the_same_news_is_new_once():
    assert note("k", SeenNotice.Kind.BOUNCE, at=AT, address="Claire@example.com")
    assert not note("k", SeenNotice.Kind.BOUNCE, at=AT)


def test_a_notice_holds_no_address():
    note("k", SeenNotice.Kind.BOUNCE, at=AT, address="claire@example.com")

    assert "claire" not in str(list(SeenNotice.objects.values()))
    assert len(SeenNotice.objects.get().address_hash) == 32


def test_an_event_stands_at_the_earliest_minute_told():
    delivery = DeliveryFactory()

    for hours in (1, -2, 3):
        record_event(Event.Kind.BOUNCE, delivery, AT + timedelta(hours=hours))

    assert Event.objects.get().at == datetime(2026, 4, 14, 6, 12, tzinfo=UTC)
