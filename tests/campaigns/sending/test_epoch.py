"""What each machine remembers, compared with what the database does."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Machine, SendingHold
from campaigns.sending.delivery import send_pending
from campaigns.sending.epoch import SendingHeld, advance, begin_turn, counter, end_turn, held
from campaigns.sending.planning import SendingRefused, start, start_due
from crm import journal


@pytest.fixture(autouse=True)
def on_machine(settings, tmp_path):
    """Changes to the disk of another machine."""

    def change(name: str) -> None:
        settings.JOURNAL_DIR = str(tmp_path / name)

    change("first")
    return change


def remembered() -> int:
    with counter() as mine:
        return mine.count


def forget(turns: int) -> None:
    """As a backup would that was made so many steps ago."""
    machine = Machine.objects.get()
    Machine.objects.update(count=machine.count - turns)


def test_both_sides_grow_together():
    advance()
    advance()

    assert Machine.objects.get().count == remembered() == 2


def test_a_machine_killed_between_the_two_is_not_behind():
    advance()
    Machine.objects.update(count=2)

    advance()

    assert Machine.objects.get().count == remembered() == 3
    assert held() is None


def test_a_database_that_is_behind_is_held_and_pauses_what_runs(started, server):
    advance()
    advance()
    forget(1)

    with pytest.raises(SendingHeld):
        advance()

    started.refresh_from_db()
    assert started.state == Campaign.State.PAUSED
    assert started.paused_because == held().reason
    assert SendingHold.objects.count() == 1


def test_nothing_starts_while_sending_is_held(campaign):
    advance()
    advance()
    forget(1)

    with pytest.raises(SendingRefused):
        start(campaign)

    assert campaign.deliveries.count() == 0


def test_what_is_scheduled_waits_while_sending_is_held(campaign):
    advance()
    advance()
    forget(1)
    Campaign.objects.update(state=Campaign.State.SCHEDULED, scheduled_for=timezone.now())

    assert start_due() == []
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.SCHEDULED


def test_a_machine_whose_journal_is_ahead_of_another_database_holds_it(on_machine):
    advance()
    on_machine("second")
    advance()
    Machine.objects.latest("pk").delete()

    with pytest.raises(SendingHeld):
        advance()


def test_a_new_machine_joins_those_that_are_alive(on_machine):
    advance()
    on_machine("second")

    advance()

    assert Machine.objects.count() == 2
    assert held() is None


def test_a_new_machine_with_a_database_whose_machines_are_silent_is_held(on_machine):
    """The backup of a machine that was lost, on another one, without its journal."""
    advance()
    Machine.objects.update(seen_at=timezone.now() - timedelta(hours=8))
    on_machine("second")

    with pytest.raises(SendingHeld):
        advance()
    with pytest.raises(SendingHeld):
        advance()


def test_a_new_database_takes_over_the_count_of_the_machine():
    advance()
    advance()
    Machine.objects.all().delete()

    advance()

    assert Machine.objects.get().count == remembered() == 3


def test_each_turn_is_written_down_with_its_campaign(started):
    begin_turn(started, "worker")
    end_turn(started, "worker")

    turns = [(line["act"], line["campaign"], line["count"]) for line in journal.lines()]
    count = remembered()
    assert turns == [("turn", started.slug, count - 1), ("turn_over", started.slug, count)]


def test_without_a_disk_to_write_on_nothing_leaves(started, server, settings, tmp_path):
    """A file stands where the folder should be."""
    Path(tmp_path / "blocked").write_text("")
    settings.JOURNAL_DIR = str(tmp_path / "blocked")

    send_pending(started.pk, worker="test")

    started.refresh_from_db()
    assert server.mails == []
    assert "journal" in started.difficulty.lower()
    assert set(started.deliveries.values_list("state", flat=True)) == {"pending"}


def test_using_another_database_on_this_machine_holds_neither(monkeypatch):
    advance()
    seen = Machine.objects.get()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(journal, "_key_of", lambda _database: "another")
        Machine.objects.all().delete()
        for _minute in range(5):
            advance()
    Machine.objects.all().delete()
    seen.save(force_insert=True)

    advance()

    assert held() is None
    assert Machine.objects.get().count == remembered() == 2
