"""Changes of address that a restored backup has forgotten."""

import pytest
from django.utils import timezone

from campaigns.models import Machine, Subscription
from campaigns.moving import ask_to_move, move, move_back
from campaigns.sending.epoch import advance
from campaigns.sending.restoring import check_in, held
from campaigns.subscriptions import unsubscribe
from crm import journal
from crm.consent import record_consent
from crm.erasure import erase_person
from crm.models import Subscriber, Suppression
from crm.suppression import is_suppressed
from tests.factories.campaigns import SubscriptionFactory

OLD, NEW, THIRD = "zoe@example.org", "zoe@neuf.example", "zoe@tiers.example"
TABLES = (Subscriber, Subscription)


@pytest.fixture(autouse=True)
def on_machine(settings, tmp_path):
    def change(name: str) -> None:
        settings.JOURNAL_DIR = str(tmp_path / name)

    change("first")
    advance()
    return change


@pytest.fixture
def zoe():
    return SubscriptionFactory(subscriber__email=OLD).subscriber


@pytest.fixture
def restore(zoe):
    """The database is as it was now."""
    rows = {model: list(model.objects.values()) for model in TABLES}
    count = Machine.objects.get().count

    def go_back() -> None:
        Machine.objects.update(count=count)
        for model in (Suppression, *reversed(TABLES)):
            model.objects.all().delete()
        for model in TABLES:
            model.objects.bulk_create(model(**row) for row in rows[model])

    advance()
    return go_back


@pytest.fixture
def move_to(django_capture_on_commit_callbacks, zoe):
    def moved(address: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            assert move(ask_to_move(zoe, address))

    return moved


def present() -> str:
    return Subscriber.objects.get().email


def test_who_moved_since_the_backup_has_moved(restore, move_to):
    move_to(NEW)
    restore()
    assert present() == OLD

    check_in()

    assert present() == NEW
    assert Subscription.objects.get().state == "confirmed"
    assert "1 changement d’adresse" in held().report


def test_who_moved_twice_ends_where_she_ended(restore, move_to):
    move_to(NEW)
    move_to(THIRD)
    restore()

    check_in()

    assert present() == THIRD


def test_a_backup_from_between_two_moves_makes_the_second(restore, move_to):
    move_to(NEW)
    Subscriber.objects.update(email=OLD)  # what `restore` puts back
    move_to(THIRD)
    restore()
    between = Subscriber.objects.get()
    between.email = NEW
    between.save()

    check_in()

    assert present() == THIRD


def test_who_took_it_back_stays(restore, move_to, zoe, django_capture_on_commit_callbacks):
    move_to(NEW)
    with django_capture_on_commit_callbacks(execute=True):
        assert move_back(zoe.address_changes.get())
    restore()

    check_in()

    assert present() == OLD


def test_what_she_left_before_or_after_the_move_is_left(restore, move_to, zoe):
    record_consent(zoe, purpose="open_tracking", act="refused", source="preferences")
    move_to(NEW)
    unsubscribe(Subscriber.objects.get(), Subscription.objects.get().newsletter, source="link")
    restore()
    Subscriber.objects.update(open_tracking="granted")

    check_in()

    assert (present(), Subscriber.objects.get().open_tracking) == (NEW, "refused")
    assert Subscription.objects.get().state == "unsubscribed"


def test_another_machine_tells_again_what_was_done_at_the_new_address(
    restore, move_to, on_machine
):
    move_to(NEW)
    on_machine("second")
    advance()
    advance()
    Machine.objects.exclude(name="").update(seen_at=timezone.now())
    unsubscribe(Subscriber.objects.get(), Subscription.objects.get().newsletter, source="link")
    restore()

    check_in()
    on_machine("first")
    check_in()
    assert Subscription.objects.get().state == "confirmed"
    on_machine("second")
    check_in()

    assert Subscription.objects.get().state == "unsubscribed"


def test_who_was_erased_at_the_new_address_is_erased_at_the_former_one(restore, move_to):
    move_to(NEW)
    erase_person(NEW)
    check_in()
    assert journal.kept_addresses() == []
    restore()

    check_in()

    assert not Subscriber.objects.exists()
    assert is_suppressed(NEW)


def test_without_the_new_address_nothing_goes_to_the_former_one(restore, move_to):
    move_to(NEW)
    journal.forget_address(journal.kept_addresses()[0])
    restore()

    check_in()

    assert Suppression.objects.get().is_by_team
    assert is_suppressed(OLD)
    assert "adresse qui n’est plus connue" in held().report
