import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder

from crm.management import database_command
from crm.management.database_command import DatabaseCommand

Migration = MigrationRecorder.Migration


def test_a_command_leaves_a_newer_database_alone():
    Migration.objects.create(app="crm", name="9999_from_the_future")

    with pytest.raises(CommandError, match="plus récente"):
        call_command("key_figures", "2018")


def test_a_command_leaves_an_older_database_alone():
    Migration.objects.filter(app="crm", name="0002_core").delete()

    with pytest.raises(CommandError, match="migrate"):
        call_command("key_figures", "2018")


def test_a_command_works_on_the_right_database(capsys):
    call_command("key_figures", "2018")

    assert "Les chiffres de 2018" in capsys.readouterr().out


def sqlite_is_full():
    """A real one, that may not grow."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA max_page_count = 2")
        try:
            database.executescript("CREATE TABLE first (word); CREATE TABLE second (word)")
        except sqlite3.OperationalError as error:
            raise OperationalError(*error.args) from error


def sqlite_cannot_be_opened():
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    raise OperationalError from error


def postgresql_is_full():
    raise OperationalError from psycopg.errors.DiskFull("could not extend file")


def file_is_full():
    Path("/dev/full").write_text("a line")


def another_fault_follows():
    try:
        file_is_full()
    finally:
        {}["left half done"]


class Writing(DatabaseCommand):
    stealth_options = ("write",)

    def handle(self, *args, write, **options):
        write()


@pytest.mark.parametrize(
    "write", [sqlite_is_full, sqlite_cannot_be_opened, postgresql_is_full, file_is_full]
)
def test_a_full_disk_is_one_sentence(write):
    with pytest.raises(CommandError, match=r"^Le disque est plein[^\n]+$"):
        call_command(Writing(), write=write)


def test_a_disk_too_full_to_look_at_the_database(monkeypatch):
    monkeypatch.setattr(database_command, "refusal_at_start", sqlite_cannot_be_opened)

    with pytest.raises(CommandError, match="Le disque est plein"):
        call_command("key_figures", "2018")


def test_what_a_full_disk_leads_to_is_no_other_fault():
    with pytest.raises(CommandError, match="Le disque est plein"):
        call_command(Writing(), write=another_fault_follows)


def test_every_other_fault_stays_what_it_is():
    with pytest.raises(ZeroDivisionError):
        call_command(Writing(), write=lambda: 1 / 0)
