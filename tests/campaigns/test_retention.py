from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.importing.subscribers import import_subscribers
from campaigns.models import Event, RetentionQuestion
from campaigns.retention import TOLD_EVERY, Round, go_on, run, silent
from campaigns.subscriptions import SignUp, subscribe
from campaigns.wordings import wordings
from crm.consent import record_consent
from crm.models import Consent, OutgoingMail, Subscriber, Suppression
from crm.suppression import suppress
from tests.factories.campaigns import DeliveryFactory, EventFactory, SubscriptionFactory

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=4 * 365)
RECENTLY = NOW - timedelta(days=300)
A_MONTH = timedelta(days=30, minutes=1)


def somebody(email, *, since=LONG_AGO):
    row = SubscriptionFactory(subscriber__email=email, confirmed_at=since)
    Subscriber.objects.filter(pk=row.subscriber_id).update(created_at=since)
    row.subscriber.refresh_from_db()
    return row.subscriber


@pytest.fixture
def zoe():
    return somebody("zoe@example.org")


def emails(people):
    return {person.email for person in people}


def test_the_dry_run_lists_the_silent_and_nobody_else(zoe):
    """Row C9 of the trust figures."""
    somebody("new@example.org", since=RECENTLY)
    chooser = somebody("chooser@example.org")
    record_consent(
        chooser, purpose="open_tracking", act="refused", source="preferences", at=RECENTLY
    )
    for email, kind, verdict in (
        ("clicker@example.org", Event.Kind.CLICK, Event.Verdict.PERSON),
        ("scanned@example.org", Event.Kind.CLICK, Event.Verdict.MACHINE),
        ("opener@example.org", Event.Kind.OPEN, Event.Verdict.PERSON),
    ):
        delivery = DeliveryFactory(subscriber=somebody(email))
        EventFactory(delivery=delivery, kind=kind, verdict=verdict, at=RECENTLY)
    typed = somebody("typed@example.org")
    record_consent(typed, purpose="newsletter:x", act="requested", source="form", at=RECENTLY)

    listed = run(NOW, dry_run=True)

    assert sorted(listed.asked) == [
        *("opener@example.org", "scanned@example.org", "typed@example.org", "zoe@example.org"),
    ]
    assert not OutgoingMail.objects.exists()
    assert not RetentionQuestion.objects.exists()


def test_two_mails_thirty_days_apart_then_nothing_but_a_hash(zoe):
    assert run(NOW).asked == ["zoe@example.org"]
    assert run(NOW + timedelta(days=29)) == Round()
    assert run(NOW + A_MONTH).asked_again == ["zoe@example.org"]
    assert OutgoingMail.objects.filter(kind="going_on").count() == 2
    assert run(NOW + A_MONTH).removed == []

    assert run(NOW + 2 * A_MONTH).removed == ["zoe@example.org"]

    assert not Subscriber.objects.exists()
    kept = Suppression.objects.get()
    assert (kept.address, kept.reason) == ("", "erased")


def test_an_import_does_not_bring_back_who_was_removed(zoe, tmp_path):
    """Row C7 of the trust figures."""
    for month in range(3):
        run(NOW + month * A_MONTH)
    path = tmp_path / "people.csv"
    path.write_text("email\nzoe@example.org\n")

    report = import_subscribers(path)

    assert (report.created, len(report.refused)) == (0, 1)
    assert not Subscriber.objects.exists()


def test_an_answer_is_a_sign_with_evidence(zoe):
    run(NOW)

    go_on(zoe)

    assert Consent.objects.get().act == "granted"
    assert emails(silent(timezone.now())) == set()
    assert run(NOW + A_MONTH).asked_again == []


def test_an_answer_nobody_asked_for_writes_nothing(zoe):
    go_on(zoe)

    assert not Consent.objects.exists()


def test_any_later_sign_ends_the_question(zoe):
    run(NOW)
    record_consent(zoe, purpose="click_tracking", act="granted", source="preferences", at=NOW)

    run(NOW + A_MONTH)

    assert not RetentionQuestion.objects.exists()
    assert OutgoingMail.objects.filter(kind="going_on").count() == 1


def test_who_is_excluded_is_removed_without_a_mail(zoe):
    suppress(zoe.address, Suppression.Reason.HARD_BOUNCE)

    assert run(NOW).removed == ["zoe@example.org"]

    assert not OutgoingMail.objects.exists()
    assert Suppression.objects.get().address == ""


def test_who_the_team_excluded_does_not_come_back_by_being_silent(zoe):
    suppress(zoe.address, Suppression.Reason.MANUAL)

    assert run(NOW).removed == ["zoe@example.org"]

    kept = Suppression.objects.get()
    assert (kept.address, kept.reason, kept.is_by_team) == ("", "erased", True)
    letter = SubscriptionFactory().newsletter
    signing_up = SignUp(email="zoe@example.org", wordings=wordings("fr", letter))
    assert subscribe([letter], signing_up) is None


def test_who_gives_a_sign_while_the_run_is_under_way_stays():
    people = [somebody(f"person-{number}@example.org") for number in range(TOLD_EVERY + 3)]
    RetentionQuestion.objects.bulk_create(
        RetentionQuestion(subscriber=person, asked_at=LONG_AGO, asked_again_at=LONG_AGO)
        for person in people
    )
    answering, choosing, clicking = people[TOLD_EVERY:]
    mail = DeliveryFactory(subscriber=clicking)

    def signs(done):
        go_on(answering)
        record_consent(choosing, purpose="open_tracking", act="refused", source="preferences")
        EventFactory(delivery=mail, kind=Event.Kind.CLICK, verdict=Event.Verdict.PERSON)

    removed = run(NOW, progress=signs).removed

    assert len(removed) == TOLD_EVERY
    assert set(Subscriber.objects.all()) == {answering, choosing, clicking}
