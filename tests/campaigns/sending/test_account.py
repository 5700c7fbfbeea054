from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from campaigns.models import BounceClass, Campaign, Delivery, SeenNotice, Settlement
from campaigns.sending.account import account
from tests.factories.campaigns import DeliveryFactory

State = Delivery.State
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("fields", "tone", "words"),
    [
        ({"state": State.ACCEPTED, "settled_at": NOON}, "yes", "accepted it on 21 November 2026"),
        ({"state": State.FAILED, "reason": "no_such_address"}, "no", "No: no such address."),
        ({"state": State.FAILED}, "no", "No: it failed."),
        ({"state": State.SUPPRESSED, "reason": "complaint"}, "no", "reported as spam"),
        ({"state": State.CANCELLED}, "no", "cancelled before its turn"),
        ({"state": State.UNKNOWN, "reason": "no_answer"}, "doubt", "no answer came"),
        (
            {"state": State.DEFERRED, "reason": "busy", "not_before": NOON},
            "open",
            "The next attempt is due on 21 November 2026",
        ),
        ({"state": State.TRANSMITTING}, "open", "at this moment"),
        ({"state": State.CLAIMED}, "open", "waits for its turn"),
        ({"state": State.PENDING}, "open", "waits for its turn"),
        (
            {"state": State.PENDING, "campaign__state": Campaign.State.PAUSED},
            "open",
            "on pause",
        ),
    ],
)
def test_every_state_has_its_answer(fields, tone, words):
    found = account(DeliveryFactory(**fields))

    assert found.tone == tone
    assert words in found.answer


def notice(delivery, kind, **fields):
    return SeenNotice.objects.create(key=kind, kind=kind, delivery=delivery, at=NOON, **fields)


def test_what_was_accepted_and_then_came_back_did_not_arrive():
    delivery = DeliveryFactory()
    notice(delivery, "bounce", bounce_class=BounceClass.HARD, status="5.1.1")

    found = account(delivery)

    assert found.tone == "no"
    assert "then sent it back" in found.answer


def test_what_a_server_said_at_once_did_not_come_back():
    delivery = DeliveryFactory(state=State.FAILED, reason="refused", settled_at=NOON)
    SeenNotice.objects.create(
        key=f"{SeenNotice.MET_WHILE_SENDING}{delivery.pk}", kind="bounce", bounce_class="soft",
        delivery=delivery, at=NOON,
    )  # fmt: skip

    assert [happening.at for happening in account(delivery).happenings] == [NOON]


def test_an_automatic_reply_changes_no_answer():
    delivery = DeliveryFactory()
    notice(delivery, "autoreply")

    assert account(delivery).tone == "yes"


def test_its_days_are_told_in_their_order(admin_user):
    delivery = DeliveryFactory(
        campaign__frozen_at=NOON - timedelta(minutes=3),
        claimed_at=NOON - timedelta(minutes=2),
        settled_at=NOON - timedelta(minutes=1),
        state=State.UNKNOWN,
        reason="no_answer",
        attempts=2,
    )
    notice(delivery, "bounce", bounce_class=BounceClass.SOFT, status="4.2.2")
    Settlement.objects.create(delivery=delivery, choice="leave", decided_by=admin_user)
    Settlement.objects.update(decided_at=NOON + timedelta(minutes=1))

    told = [happening.sentence for happening in account(delivery).happenings]

    assert told == [
        "Among those the letter was addressed to",
        "Taken in hand (2 attempts)",
        "To be checked – handed over, and no answer came",
        "Came back: address in error, temporary error, 4.2.2",
        f"{admin_user} decided: leave it",
    ]
