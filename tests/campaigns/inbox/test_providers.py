import random
from datetime import UTC, datetime

import pytest
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from campaigns.inbox.providers import METADATA_KEY, classify, take_event
from campaigns.models import BounceClass, Delivery, Event, SeenNotice, Subscription
from campaigns.tokens import sealed
from crm.models import Suppression
from crm.suppression import is_suppressed, suppression_of

State = Delivery.State


def event(kind, delivery=None, *, number="1", **more):
    metadata = {METADATA_KEY: delivery.pk} if delivery else {}
    given = {"metadata": metadata, "esp_event": {}, "message_id": "m-1", **more}
    at = datetime(2026, 4, 14, 8, tzinfo=UTC)
    return AnymailTrackingEvent(event_type=kind, event_id=number, timestamp=at, **given)


@pytest.mark.parametrize(
    ("provider_says", "reply", "expected"),
    [
        ({"event": "hard_bounce"}, "", BounceClass.HARD),
        ({"event": "soft_bounce"}, "", BounceClass.SOFT),
        ({"RecordType": "SubscriptionChange", "SuppressionReason": "HardBounce"}, "",
         BounceClass.HARD),
        ({"event": "hard_bounce"}, "550 5.7.1 spam", BounceClass.POLICY),
        ({"event": "hard_bounce"}, "blocked by spamhaus", BounceClass.POLICY),
        ({"event": "soft_bounce"}, "550 5.1.1 unknown", BounceClass.HARD),
        ({"Type": "SoftBounce"}, "", BounceClass.SOFT),
        ({"Type": "HardBounce"}, "", BounceClass.HARD),
        ({"event": "bounce", "hard_bounce": True}, "", BounceClass.HARD),
        ({"event": "bounce", "error": "quota exceeded"}, "", BounceClass.SOFT),
        ({"bounce": {"bounceType": "Permanent", "bounceSubType": "NoEmail"}}, "", "hard"),
        ({"bounce": {"bounceType": "Transient", "bounceSubType": "General"}}, "", "soft"),
        ({"bounce": {"bounceType": "Transient", "bounceSubType": "ContentRejected"}}, "",
         "policy"),
        ({"data": {"bounce": {"type": "Permanent"}}}, "", BounceClass.HARD),
        (None, "", BounceClass.SOFT),
        ("nonsense", "452 4.2.2 full", BounceClass.SOFT),
    ],
)  # fmt: skip
def test_the_reply_decides_before_the_provider(provider_says, reply, expected):
    said = event(EventType.BOUNCED, esp_event=provider_says, mta_response=reply)

    assert classify(said)[0] == expected


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (EventType.DELIVERED, State.ACCEPTED),
        (EventType.BOUNCED, State.ACCEPTED),
        (EventType.COMPLAINED, State.ACCEPTED),
        (EventType.REJECTED, State.FAILED),
        (EventType.FAILED, State.FAILED),
        (EventType.DEFERRED, State.UNKNOWN),
        (EventType.OPENED, State.UNKNOWN),
        (EventType.QUEUED, State.UNKNOWN),
    ],
)
def test_a_mail_in_doubt_is_settled_by_what_the_provider_says(in_doubt, kind, state):
    take_event(event(kind, in_doubt), "Brevo")

    in_doubt.refresh_from_db()
    assert in_doubt.state == state


def test_what_arrived_as_expected_leaves_no_row(delivery):
    assert not take_event(event(EventType.DELIVERED, delivery), "Brevo")
    assert not SeenNotice.objects.exists()


def test_a_complaint_unsubscribes(delivery):
    take_event(event(EventType.COMPLAINED, delivery), "Postmark")

    assert Subscription.objects.get().state == Subscription.State.UNSUBSCRIBED
    assert is_suppressed("claire@example.com")


def test_brevos_word_for_a_departure_is_known(delivery):
    said = {"event": "unsubscribed", "email": "claire@example.com"}

    take_event(event(EventType.UNKNOWN, delivery, esp_event=said), "Brevo")

    assert Subscription.objects.get().state == Subscription.State.UNSUBSCRIBED


def test_what_nobody_knows_changes_nothing(delivery):
    assert not take_event(event(EventType.UNKNOWN, delivery, esp_event={"event": "new"}), "Brevo")
    assert not take_event(event(EventType.UNKNOWN, delivery, esp_event=None), "Brevo")


def test_a_departure_leaves_only_the_newsletter(delivery):
    take_event(event(EventType.UNSUBSCRIBED, delivery), "Postmark")

    assert Subscription.objects.get().state == Subscription.State.UNSUBSCRIBED
    assert not is_suppressed("claire@example.com")


@pytest.mark.parametrize(
    ("reason", "excluded"),
    [
        (RejectReason.INVALID, True),
        (RejectReason.BOUNCED, True),
        (RejectReason.SPAM, True),
        (RejectReason.BLOCKED, False),
        (RejectReason.OTHER, False),
        (None, False),
    ],
)
def test_a_provider_that_refuses_says_why(delivery, reason, excluded):
    take_event(event(EventType.REJECTED, delivery, reject_reason=reason), "Mailjet")

    assert is_suppressed("claire@example.com") is excluded


@pytest.mark.parametrize(
    "known_by",
    [
        {"recipient": "Claire@example.com"},
        {"message_id": "<{campaign}.{sealed}@example.org>"},
        {"message_id": "<{campaign}.{delivery}@example.org>", "recipient": "claire@example.com"},
        {"metadata": {METADATA_KEY: "{delivery}"}},
    ],
)
def test_a_delivery_is_found_by_what_the_provider_gives_back(delivery, known_by):
    numbers = {"campaign": delivery.campaign_id, "delivery": delivery.pk}
    numbers["sealed"] = sealed(delivery.pk)
    given = {
        name: {METADATA_KEY: str(delivery.pk)} if name == "metadata" else value.format(**numbers)
        for name, value in known_by.items()
    }

    assert take_event(event(EventType.BOUNCED, **{"message_id": "x", **given}), "Brevo")


@pytest.mark.parametrize("number", ["-1", "x", "", "9" * 30, "٣"])
def test_nonsense_in_the_metadata_finds_nothing(number):
    said = event(EventType.BOUNCED, metadata={METADATA_KEY: number}, recipient=None)

    assert not take_event(said, "Brevo")


@pytest.mark.row("A14", "provider events × 100, shuffled", "as once, in order")
def test_events_a_hundred_times_and_shuffled_end_as_once_in_order(in_doubt):
    events = [
        event(EventType.DELIVERED, in_doubt, number="1"),
        event(EventType.BOUNCED, in_doubt, number="2", mta_response="452 4.2.2 full"),
        event(EventType.UNSUBSCRIBED, in_doubt, number="3"),
        event(EventType.COMPLAINED, in_doubt, number="4"),
        event(EventType.REJECTED, in_doubt, number="5"),
    ]
    shuffled = events * 100
    random.Random(14).shuffle(shuffled)

    for each in shuffled:
        take_event(each, "Brevo")

    in_doubt.refresh_from_db()
    assert in_doubt.state == State.ACCEPTED
    assert suppression_of("claire@example.com").reason == Suppression.Reason.COMPLAINT
    assert sorted(Event.objects.values_list("kind", flat=True)) == [
        "bounce", "complaint", "unsubscription",
    ]  # fmt: skip


def test_one_report_about_two_people_is_two_events(delivery):
    for recipient in ("a@example.com", "b@example.com"):
        assert take_event(event(EventType.BOUNCED, delivery, recipient=recipient), "Amazon SES")
