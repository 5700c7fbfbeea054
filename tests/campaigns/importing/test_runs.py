from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from campaigns.importing import runs, subscribers
from campaigns.models import SubscriberImport, Subscription
from crm.models import Subscriber
from tests.factories.campaigns import SubscriberImportFactory, SubscriptionFactory

State = SubscriberImport.State
TEXT = "courriel,prenom,ville\nzoe@example.org,Zoé,Rennes\nnot an address,Max,Brest\n"


def checked(run):
    runs.ask_check(run, run.mapping)
    runs.work_on(run.pk, worker="one")
    run.refresh_from_db()
    return run


def imported(run):
    runs.ask_import(checked(run))
    runs.work_on(run.pk, worker="one")
    run.refresh_from_db()
    return run


def test_columns_are_shown_with_their_first_cells():
    columns = runs.columns_of(SubscriberImportFactory(text=TEXT))

    assert [column.title for column in columns] == ["courriel", "prenom", "ville"]
    assert [column.chosen for column in columns] == ["email", "first_name", ""]
    assert columns[1].samples == ["Zoé", "Max"]


def test_a_check_counts_and_writes_nothing():
    run = checked(SubscriberImportFactory(text=TEXT))

    assert (run.state, run.rows_count) == (State.CHECKED, 2)
    assert (run.created_count, run.refused_count) == (1, 1)
    assert run.refusals.get().row == 3
    assert not Subscriber.objects.exists()


def test_what_was_checked_is_imported_and_the_file_goes():
    run = SubscriberImportFactory(text=TEXT)
    path = run.file.name

    run = imported(run)

    assert (run.state, run.created_count, run.refused_count) == (State.DONE, 1, 1)
    assert Subscriber.objects.get().consents.get().proof.startswith("Inscriptions du forum")
    assert run.ended_at is not None and not run.file
    assert not default_storage.exists(path)


def test_nothing_is_imported_before_it_was_checked():
    run = SubscriberImportFactory()

    assert not runs.ask_import(run)
    assert run.state == State.UPLOADED


def test_a_second_worker_and_a_second_time_do_nothing():
    run = imported(SubscriberImportFactory(text=TEXT))

    runs.work_on(run.pk, worker="two")

    run.refresh_from_db()
    assert run.created_count == 1
    assert Subscriber.objects.count() == 1


def test_a_row_held_by_a_worker_waits_until_its_lease_ends():
    run = checked(SubscriberImportFactory())
    runs.ask_import(run)
    held = SubscriberImport.objects.filter(pk=run.pk)
    held.update(owner="dead", lease_until=timezone.now() + timedelta(minutes=1))

    assert runs.waiting_runs() == []
    held.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert runs.waiting_runs() == [run.pk]


def test_an_import_given_up_while_it_is_read_writes_nothing(monkeypatch):
    monkeypatch.setattr(subscribers, "SLICE", 1)
    run = checked(SubscriberImportFactory(text=TEXT))
    runs.ask_import(run)
    renew = runs._renew

    def give_up_then(held, **fields):
        runs.give_up(SubscriberImport.objects.get(pk=run.pk))
        renew(held, **fields)

    monkeypatch.setattr(runs, "_renew", give_up_then)
    runs.work_on(run.pk, worker="one")

    run.refresh_from_db()
    assert run.state == State.CANCELLED
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("text", ["", "nom\nZoé\n", "zoe@example.org\n"])
def test_a_file_that_will_not_do_says_why(text):
    run = checked(SubscriberImportFactory(text=text))

    assert run.state == State.REFUSED
    assert run.trouble


def test_a_mapping_by_hand_is_followed():
    run = SubscriberImportFactory(text="a,b\nzoe@example.org,Zoé\n", mapping={"a": "email"})

    assert imported(run).created_count == 1


def test_the_day_in_the_file_is_the_day_of_the_consent():
    run = SubscriberImportFactory(text="email,agreed_on\nzoe@example.org,2020-05-31\n")

    imported(run)

    subscription = Subscription.objects.get()
    assert timezone.localdate(subscription.confirmed_at).year == 2020
    assert timezone.localdate(subscription.subscriber.consents.get().given_at).month == 5


def test_for_who_is_known_already_the_import_itself_is_the_act():
    known = SubscriptionFactory(subscriber__email="zoe@example.org").subscriber
    run = SubscriberImportFactory(text="email,agreed_on\nzoe@example.org,2020-05-31\n")

    imported(run)

    assert known.consents.get().given_at.year > 2020


def test_undoing_goes_through_the_queue_too():
    run = imported(SubscriberImportFactory())
    runs.ask_undo(run)

    runs.work_on(run.pk, worker="one")

    run.refresh_from_db()
    assert (run.state, run.undone_count, run.kept_count) == (State.UNDONE, 1, 0)
    assert not Subscriber.objects.exists()


def test_a_file_nobody_came_back_for_goes_after_a_week():
    forgotten, recent = SubscriberImportFactory(), SubscriberImportFactory()
    old = timezone.now() - timedelta(days=8)
    SubscriberImport.objects.filter(pk=forgotten.pk).update(created_at=old)

    assert runs.give_up_forgotten() == 1

    forgotten.refresh_from_db()
    assert (forgotten.state, bool(forgotten.file)) == (State.CANCELLED, False)
    assert recent.file
