import sqlite3
from contextlib import closing
from itertools import takewhile
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from crm.foreign_database import ROOMS, is_foreign

OUR_BEGINNING = [("contenttypes", "0001_initial"), ("auth", "0001_initial")]


@pytest.fixture
def file(tmp_path):
    """A database with these tables, in which Django recorded these migrations."""

    def make(*tables, applied=None):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite3"
        with closing(sqlite3.connect(path)) as written:
            for table in tables:
                written.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY AUTOINCREMENT)")
            if applied is not None:
                written.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
                written.executemany("INSERT INTO django_migrations VALUES (?, ?)", applied)
            written.commit()
        return SimpleNamespace(vendor="sqlite", settings_dict={"NAME": str(path)}, path=path)

    return make


def test_our_own_is_not_foreign():
    assert not is_foreign(connection)


def test_what_is_not_there_yet_is_not_foreign_nor_made(tmp_path):
    path = tmp_path / "new.sqlite3"

    assert not is_foreign(SimpleNamespace(vendor="sqlite", settings_dict={"NAME": str(path)}))
    assert not path.exists()


@pytest.mark.parametrize(
    ("tables", "applied"), [([], None), (["huey_task"], None), (["django_content_type"], [])]
)
def test_what_migrating_may_find_is_not_foreign(file, tables, applied):
    assert not is_foreign(file(*tables, applied=applied))


def test_another_programs_file_is_foreign_and_stays_as_it_is(file):
    songs = file("songs")
    before = songs.path.read_bytes()

    assert is_foreign(songs)
    assert songs.path.read_bytes() == before


@pytest.mark.parametrize(
    ("tables", "applied"),
    [
        (["auth_user"], OUR_BEGINNING),
        (["blog_post"], [*OUR_BEGINNING, ("blog", "0001_initial")]),
        (["auth_group"], [("auth", "0001_initial")]),
    ],
)
def test_another_project_of_django_is_foreign(file, tables, applied):
    assert is_foreign(file(*tables, applied=applied))


def test_a_first_migration_that_was_stopped_may_go_on(file):
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    others = takewhile(lambda migration: migration.app_label not in ROOMS, (m for m, _ in plan))
    # As Django records them: one that stands for several by their names
    recorded = [each.replaces or [(each.app_label, each.name)] for each in others]
    stages = [sum(recorded[:number], []) for number in range(1, len(recorded) + 1)]

    assert len(stages) > 5
    assert [stage[-1] for stage in stages if is_foreign(file(applied=stage))] == []


def test_what_is_no_database_at_all_cannot_be_told(file):
    letter = file("songs")
    letter.path.write_text("Bonjour. " * 200)

    with pytest.raises(DatabaseError):
        is_foreign(letter)
