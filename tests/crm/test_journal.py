import json

import pytest
from django.db import transaction
from django.utils import timezone

from crm import journal
from crm.consent import record_consent
from crm.models import Consent, Suppression
from crm.suppression import lift, suppress
from tests.factories.crm import SubscriberFactory

Act, Source = Consent.Act, Consent.Source


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.JOURNAL_DIR = str(tmp_path / "journal")
    return journal.folder()


def acts():
    return [line["act"] for line in journal.lines()]


def test_no_address_stands_in_it_in_clear(folder):
    subscriber = SubscriberFactory(email="zoe@example.org")
    suppress(subscriber.address, Suppression.Reason.COMPLAINT, "zoe@example.org said so")
    record_consent(
        subscriber, purpose="newsletter:x", act=Act.WITHDRAWN, source=Source.ONE_CLICK, proof="zoe"
    )

    written = b"".join(path.read_bytes() for path in folder.glob("*.jsonl"))
    assert b"zoe" not in written
    assert {line["hash"] for line in journal.lines()} == {subscriber.address_hash}
    assert acts() == ["excluded", "withdrawn"]


def test_excluding_twice_writes_once():
    suppress("zoe@example.org", Suppression.Reason.HARD_BOUNCE)
    suppress("zoe@example.org", Suppression.Reason.HARD_BOUNCE)
    suppress("zoe@example.org", Suppression.Reason.ERASED)

    assert [line["reason"] for line in journal.lines()] == ["hard_bounce", "erased"]


def test_a_departure_counts_even_if_the_database_fails_afterwards():
    with pytest.raises(RuntimeError), transaction.atomic():
        suppress("zoe@example.org", Suppression.Reason.LEFT_ALL)
        raise RuntimeError

    assert acts() == ["excluded"]


def test_a_return_counts_only_once_it_is_committed(django_capture_on_commit_callbacks):
    suppress("zoe@example.org", Suppression.Reason.LEFT_ALL)

    with django_capture_on_commit_callbacks() as on_commit:
        lift("zoe@example.org")

    assert acts() == ["excluded"]
    for callback in on_commit:
        callback()
    assert acts() == ["excluded", "lifted"]


def test_a_line_that_a_crash_cut_short_costs_no_other_line(folder):
    journal.append("turn", campaign="first", count=1)
    path = next(folder.iterdir())
    path.write_bytes(path.read_bytes() + b'\n{"at": "2026-11-2')
    journal.append("turn", campaign="second", count=2)

    assert [line["campaign"] for line in journal.lines()] == ["first", "second"]


def test_only_its_owner_may_read_it(folder):
    journal.append("turn", campaign="first", count=1)

    assert next(folder.iterdir()).stat().st_mode & 0o077 == 0


def test_a_full_disk_keeps_nobody_on_a_list(settings, caplog):
    settings.JOURNAL_DIR = "/dev/full/journal"

    suppress("zoe@example.org", Suppression.Reason.LEFT_ALL)

    assert Suppression.objects.count() == 1
    assert "The journal took no departure" in caplog.text
    with pytest.raises(OSError):
        journal.append("turn")


def test_each_line_is_json_with_its_time(folder):
    journal.append("turn", campaign="first", count=1)

    line = json.loads(next(folder.iterdir()).read_text())
    assert line["at"].endswith("+00:00")


def test_a_new_address_stands_in_it_sealed_and_not_for_ever(
    folder, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        journal.note_move("a" * 32, "b" * 32, "zoe@example.org", kept=["newsletter:x"])

    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"zoe" not in written
    assert journal.address_of("b" * 32) == "zoe@example.org"
    journal.forget_old_addresses(timezone.now())
    assert journal.kept_addresses() == ["b" * 32]
    journal.forget_old_addresses(timezone.now() + journal.ADDRESSES_KEPT * 1.1)
    assert journal.address_of("b" * 32) is None
    assert acts() == ["moved"]


def test_a_move_that_failed_is_not_written():
    with pytest.raises(RuntimeError), transaction.atomic():
        journal.note_move("a" * 32, "b" * 32, "zoe@example.org", kept=[])
        raise RuntimeError

    assert journal.kept_addresses() == []


def test_what_one_database_notes_is_nothing_to_another(folder, monkeypatch):
    suppress("zoe@example.org", Suppression.Reason.LEFT_ALL)

    monkeypatch.setattr(journal, "_key_of", lambda _database: "another")

    assert acts() == []
    assert journal.folder().parent == folder.parent
