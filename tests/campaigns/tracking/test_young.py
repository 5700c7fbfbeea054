from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from campaigns.models import Delivery, Event, SeenNotice, YoungHit
from campaigns.tokens import Kind
from campaigns.tracking import spool, young
from campaigns.tracking.evidence import settle_doubts
from campaigns.tracking.hits import Hit
from campaigns.tracking.ingest import ingest_spool
from campaigns.tracking.notices import note
from campaigns.tracking.young import settle
from tests.factories.campaigns import DeliveryFactory
from tests.factories.crm import SubscriberFactory

ACCEPTED = datetime(2026, 9, 1, 12, 0, 7, tzinfo=UTC)
LATER = ACCEPTED + timedelta(minutes=18)


@pytest.fixture
def delivery():
    reader = SubscriberFactory(open_tracking="granted", click_tracking="granted")
    named = {"opens": "identified", "clicks": "identified"}
    return DeliveryFactory(subscriber=reader, settled_at=ACCEPTED, **named)


def taken_in(delivery, *seconds_after):
    """Opens so long after the mail was accepted, of which each is read at its own minute."""
    began = int(ACCEPTED.timestamp())
    spool.append(
        *[
            Hit(Kind.OPEN, began + after, "person", "browser", delivery.pk)
            for after in seconds_after
        ]
    )
    ingest_spool(now=ACCEPTED)


def test_a_hit_keeps_its_second_beside_an_event_that_has_none(delivery):
    taken_in(delivery, 66)

    young_hit, event = YoungHit.objects.get(), Event.objects.get()
    assert (young_hit.event, young_hit.at.second, event.at.second) == (event.pk, 13, 0)


def test_seconds_are_dropped_after_a_quarter_of_an_hour(delivery):
    taken_in(delivery, 66)

    settled = [settle(ACCEPTED + timedelta(minutes=16)), settle(LATER)]

    assert (settled, YoungHit.objects.count(), Event.objects.count()) == ([0, 1], 0, 1)


def test_a_hit_before_acceptance_is_a_machine_once_the_outcome_is_known(delivery):
    taken_in(delivery, -30)

    settle(LATER)

    assert Event.objects.get().rule == "before_acceptance"


def test_a_click_on_a_mail_that_was_in_doubt_is_that_of_a_person(delivery):
    """The news that settles a doubt comes later than the mail, and than what is done with it."""
    doubt = {"state": Delivery.State.UNKNOWN, "settled_at": ACCEPTED}
    Delivery.objects.filter(pk=delivery.pk).update(**doubt)
    taken_in(delivery, 66)
    with time_machine.travel(ACCEPTED + timedelta(minutes=10)):
        note("delivered", SeenNotice.Kind.DELIVERED, at=ACCEPTED, delivery=delivery)
        settle_doubts(delivery.pk)

    settle(LATER)

    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.ACCEPTED
    assert Event.objects.get(kind="open").verdict == "person"


def test_many_old_hits_are_settled_in_portions(delivery, monkeypatch):
    monkeypatch.setattr(young, "SETTLED_AT_ONCE", 2)
    taken_in(delivery, -200, -190, -180, 1, 100, 101, 102, 300)

    settled = settle(LATER + timedelta(hours=1))

    assert (settled, YoungHit.objects.count()) == (8, 0)
    assert Event.objects.filter(verdict="machine").count() == 3
