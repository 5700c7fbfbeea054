from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale

from campaigns.models import Event
from campaigns.tracking.partitions import forget_before, make_room, make_room_ahead
from tests.factories.campaigns import DeliveryFactory

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite keeps all events in one table"
)
JANUARY, MARCH = datetime(2026, 1, 31, 23, 59, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)


def events(*moments):
    delivery = DeliveryFactory()
    for at in moments:
        Event.objects.create(kind="open", campaign=delivery.campaign, delivery=delivery, at=at)


def months():
    """Where events stand, by the name of the partition."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM campaigns_event ORDER BY at")
        return [name.removeprefix("campaigns_event_") for (name,) in cursor.fetchall()]


@only_postgresql
def test_an_event_stands_in_the_partition_of_its_month():
    make_room([JANUARY, MARCH])

    events(JANUARY, MARCH)

    assert months() == ["2026_01", "2026_03"]


@only_postgresql
def test_what_came_before_its_partition_moves_there_when_it_is_made():
    events(JANUARY, MARCH)
    before = months()

    made = make_room([JANUARY])

    assert (made, before, months()) == (1, ["rest", "rest"], ["2026_01", "rest"])


@only_postgresql
def test_a_clock_out_of_order_makes_no_partition():
    odd = [datetime(1971, 1, 1, tzinfo=UTC), datetime(2242, 1, 1, tzinfo=UTC)]

    made = make_room(odd)
    events(*odd)

    assert (made, months()) == (0, ["rest", "rest"])


def test_the_months_ahead_are_made_once():
    make_room_ahead()

    assert make_room_ahead() == 0


def test_whole_months_are_forgotten_and_the_one_of_the_day_is_kept():
    make_room([JANUARY])
    events(JANUARY - timedelta(days=90), JANUARY, MARCH)

    forgotten = forget_before(MARCH + timedelta(days=20))

    assert forgotten == 2
    assert [event.at for event in Event.objects.all()] == [MARCH]


def test_departures_of_forgotten_months_stay():
    make_room([JANUARY])
    delivery = DeliveryFactory()
    for kind in ("open", "click", "bounce"):
        Event.objects.create(kind=kind, campaign=delivery.campaign, delivery=delivery, at=JANUARY)

    forgotten = [forget_before(MARCH), forget_before(MARCH)]

    assert forgotten == [2, 0]
    assert list(Event.objects.values_list("kind", "at")) == [("bounce", JANUARY)]


def test_many_hits_without_a_month_go_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr("campaigns.tracking.partitions.DELETED_AT_ONCE", 2)
    events(*[JANUARY] * 5, MARCH)

    assert (forget_before(MARCH), Event.objects.count()) == (5, 1)


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_table_in_use_keeps_its_months_until_the_next_night(monkeypatch):
    """Flushed databases have no language left."""
    Locale.objects.get_or_create(language_code="fr")
    monkeypatch.setattr("campaigns.tracking.partitions.LOCK_WAIT", "50ms")
    make_room([JANUARY])
    events(JANUARY)

    with psycopg.connect(**connection.get_connection_params()) as reader:
        reader.execute("SELECT count(*) FROM campaigns_event")
        kept = forget_before(MARCH)

    assert (kept, forget_before(MARCH)) == (0, 1)


def test_after_forgetting_events_are_taken_as_before():
    make_room([JANUARY])
    forget_before(timezone.now())

    events(JANUARY)

    assert Event.objects.count() == 1
