import pytest
from django.db import DatabaseError, connection, transaction

from campaigns.importing import staging as module
from campaigns.importing.rows import StagedRow
from campaigns.importing.staging import staging

ROW = StagedRow(2, "zoe@example.org", "zoe@example.org", "0", "Zoé", "", "fr", None, "", "")


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_rows_and_tags_are_held_until_they_are_written():
    with staging() as staged:
        staged.add(ROW, ["Presse", "presse", "Élus"])
        staged.flush()

        assert asked("SELECT line, first_name FROM import_row") == [(2, "Zoé")]
        assert asked("SELECT count(*) FROM import_tag") == [(2,)]


def test_a_full_batch_leaves_memory(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 2)

    with staging() as staged:
        staged.add(ROW, [])
        assert asked("SELECT count(*) FROM import_row") == [(0,)]
        staged.add(ROW._replace(line=3), [])
        assert asked("SELECT count(*) FROM import_row") == [(2,)]


def test_nothing_stays_behind():
    with pytest.raises(RuntimeError), staging():
        raise RuntimeError

    with pytest.raises(DatabaseError), transaction.atomic():
        asked("SELECT line FROM import_row")
