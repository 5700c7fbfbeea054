"""What the journals tell a restored database, and the person who lets sending go on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Machine, SendingHold, Subscription
from campaigns.sending.epoch import advance, begin_turn, end_turn, held
from campaigns.sending.restoring import NotYet, awaited, check_in, confirm
from campaigns.subscriptions import unsubscribe
from crm import journal
from crm.consent import record_consent
from crm.erasure import erase_person
from crm.models import Consent, Subscriber, Suppression
from crm.suppression import is_suppressed, suppress

Act, Source = Consent.Act, Consent.Source


@pytest.fixture(autouse=True)
def on_machine(settings, tmp_path):
    def change(name: str) -> None:
        settings.JOURNAL_DIR = str(tmp_path / name)

    change("first")
    advance()
    return change


def restore() -> None:
    """The database is as it was when the fixture began."""
    Machine.objects.update(count=1)
    Consent._base_manager.all().delete()
    Suppression.objects.all().delete()
    Subscriber.objects.update(open_tracking="granted")
    Subscription.objects.update(state="confirmed", unsubscribed_at=None)


def subscribers(campaign) -> list[Subscriber]:
    return [row.subscriber for row in campaign.deliveries.order_by("pk")]


def test_who_left_since_the_backup_has_left(started):
    first, second, third = subscribers(started)
    unsubscribe(first, started.newsletter, source=Source.ONE_CLICK)
    suppress(second.address, Suppression.Reason.COMPLAINT)
    record_consent(third, purpose="open_tracking", act=Act.WITHDRAWN, source=Source.PREFERENCES)
    advance()
    restore()

    assert check_in()

    assert Subscription.objects.get(subscriber=first).state == "unsubscribed"
    assert Suppression.objects.get().reason == "complaint"
    assert Subscriber.objects.get(pk=third.pk).open_tracking == "refused"
    assert Consent.objects.get(subscriber=first).source == Source.ONE_CLICK
    assert "3" in held().report


def test_who_came_back_is_left_alone(started):
    first, second, _third = subscribers(started)
    details = {"purpose": f"newsletter:{started.newsletter.slug}", "source": "link"}
    unsubscribe(first, started.newsletter, source=Source.ONE_CLICK)
    journal.append("granted", hash=first.address_hash, **details)
    unsubscribe(second, started.newsletter, source=Source.ONE_CLICK)
    advance()
    restore()
    at = timezone.now() + timedelta(seconds=1)
    record_consent(second, purpose=details["purpose"], act=Act.GRANTED, source=Source.FORM, at=at)

    check_in()

    assert Subscription.objects.filter(state="unsubscribed").count() == 0


def test_who_was_erased_stays_so_without_a_subscriber_to_show():
    suppress("gone@example.org", Suppression.Reason.ERASED)
    advance()
    restore()

    check_in()

    assert is_suppressed("gone@example.org")
    assert Suppression.objects.get().address == ""


def test_who_came_back_with_the_backup_is_erased_again(started):
    person = subscribers(started)[0]
    row = Subscriber.objects.filter(pk=person.pk).values().get()
    erase_person(person.address)
    advance()
    restore()
    Suppression.objects.all().delete()
    Subscriber.objects.create(**row)

    check_in()

    assert not Subscriber.objects.filter(address=person.address).exists()
    assert is_suppressed(person.address)


def test_what_was_being_sent_since_the_backup_is_in_doubt(started):
    begin_turn(started, "worker")
    end_turn(started, "worker")
    restore()

    check_in()

    started.refresh_from_db()
    assert set(started.deliveries.values_list("state", "reason")) == {("unknown", "restored")}
    assert started.state == Campaign.State.SENT


def test_what_was_being_sent_when_the_backup_was_made_is_in_doubt_too(started):
    begin_turn(started, "worker")
    known = Machine.objects.get().count
    end_turn(started, "worker")
    Machine.objects.update(count=known)

    check_in()

    assert set(started.deliveries.values_list("state", flat=True)) == {"unknown"}


def test_what_nobody_touched_since_the_backup_is_only_paused(started):
    advance()
    restore()

    check_in()

    started.refresh_from_db()
    assert set(started.deliveries.values_list("state", flat=True)) == {"pending"}
    assert started.state == Campaign.State.PAUSED


def test_a_campaign_sent_since_does_not_leave_again(campaign):
    begin_turn(campaign, "worker")
    end_turn(campaign, "worker")
    restore()
    Campaign.objects.update(state=Campaign.State.SCHEDULED, scheduled_for=timezone.now())

    check_in()

    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DRAFT
    assert campaign.paused_because in held().report


def test_a_campaign_made_since_is_named():
    begin_turn(Campaign(slug="perdue"), "worker")
    restore()

    check_in()

    assert "perdue" in held().report


def test_sending_goes_on_once_somebody_confirms():
    advance()
    restore()
    assert check_in()
    assert check_in()

    assert confirm()

    assert check_in() == ""
    assert SendingHold.objects.get().confirmed_at is not None
    assert not confirm()


def test_every_machine_that_was_alive_is_waited_for(on_machine):
    advance()
    on_machine("second")
    advance()
    advance()
    Machine.objects.update(count=1)
    check_in()

    with pytest.raises(NotYet):
        confirm()

    on_machine("first")
    check_in()
    assert confirm()


def test_a_machine_that_is_lost_can_be_named(on_machine):
    on_machine("second")
    advance()
    second = Machine.objects.latest("pk")
    Machine.objects.exclude(pk=second.pk).update(name="lost")
    Machine.objects.filter(pk=second.pk).update(count=0)
    check_in()
    assert [machine.name for machine in awaited(held())] == ["lost"]

    assert confirm(without=["lost"])
    assert check_in() == ""


def test_a_machine_that_comes_late_holds_sending_again(on_machine):
    advance()
    on_machine("second")
    advance()
    Machine.objects.filter(count=1).delete()
    Machine.objects.update(count=1)
    on_machine("first")
    check_in()
    assert confirm()

    on_machine("second")

    assert check_in()
    assert SendingHold.objects.count() == 2
