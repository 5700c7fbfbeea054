import pytest
from django.urls import reverse

from campaigns.importing import runs
from campaigns.models import SubscriberImport
from crm.models import Subscriber
from tests.factories.campaigns import SubscriberImportFactory

State = SubscriberImport.State


@pytest.fixture
def run():
    return SubscriberImportFactory(text="email\nzoe@example.org\nnot an address\n")


@pytest.fixture
def press(run):
    """Presses a button and lets the worker do what is due."""

    def pressed(client, action, data=None):
        answer = client.post(reverse(f"subscriber_import:{action}", args=[run.pk]), data or {})
        runs.work_on(run.pk, worker="one")
        run.refresh_from_db()
        return answer

    return pressed


def test_checked_imported_and_undone(alice, run, press):
    press(alice, "check", {"column-0": "email"})
    assert run.state == State.CHECKED

    press(alice, "run")
    assert (run.state, Subscriber.objects.count()) == (State.DONE, 1)

    press(alice, "undo")
    assert (run.state, Subscriber.objects.count()) == (State.UNDONE, 0)


def test_columns_without_an_address_are_refused_with_a_sentence(alice, run, press):
    answer = press(alice, "check", {"column-0": ""})

    assert run.state == State.UPLOADED
    assert "which column holds the addresses" in alice.get(answer["Location"]).content.decode()


def test_given_up_the_file_is_gone(alice, run, press):
    press(alice, "give_up")

    assert (run.state, bool(run.file)) == (State.CANCELLED, False)


def test_what_comes_too_late_is_told(alice, run, press):
    answer = press(alice, "undo")

    assert run.state == State.UPLOADED
    assert "Too late" in alice.get(answer["Location"]).content.decode()


def test_refused_rows_are_a_file_without_what_they_held(alice, run, press):
    press(alice, "check", {"column-0": "email"})

    lines = alice.get(reverse("subscriber_import:refused", args=[run.pk])).content.decode()

    assert lines.splitlines()[1].startswith("3;Address;")
    assert "not an address" not in lines


@pytest.mark.parametrize("action", ["check", "run", "undo", "give_up"])
def test_who_may_not_import_changes_nothing(sign_in, run, press, action):
    press(sign_in("bruno", "reading"), action, {"column-0": "email"})

    assert run.state == State.UPLOADED


@pytest.mark.parametrize("action", ["check", "run", "undo", "give_up"])
def test_looking_at_an_action_does_nothing(alice, run, action):
    answer = alice.get(reverse(f"subscriber_import:{action}", args=[run.pk]))

    assert answer.status_code == 405
