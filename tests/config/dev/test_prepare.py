import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Site

from cms.models import HomePage
from config.dev.prepare import prepare
from crm.models import User

Migration = MigrationRecorder.Migration


@pytest.fixture
def in_use(admin_user):
    """Somebody has an account: no demonstration is loaded."""


def test_a_newer_database_is_left_as_it_is():
    Migration.objects.create(app="crm", name="9999_from_the_future")

    with pytest.raises(CommandError, match="plus récente"):
        prepare()

    assert not User.objects.exists()


def test_an_installation_in_use_gets_no_demonstration(in_use):
    prepare()

    assert not HomePage.objects.exists()


def test_the_site_follows_its_port_without_a_migration(in_use, settings):
    settings.SITE_URL, settings.SITE_URL_IS_GIVEN = "http://localhost:8123", True

    prepare()

    assert Site.objects.get(is_default_site=True).port == 8123


def prepared(file):
    return subprocess.run(
        [sys.executable, "-m", "config.dev.prepare"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{file}",
             "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
    )  # fmt: skip


def test_what_is_no_database_is_said_in_a_line_and_left_alone(tmp_path):
    file = tmp_path / "lettre.txt"
    file.write_text("Bonjour. " * 200)

    outcome = prepared(file)

    assert outcome.returncode == 1
    assert outcome.stderr.splitlines() == [
        f"{file} ne se lit pas comme une base de données\xa0: vérifiez DATABASE_URL."
    ]
    assert file.read_text().startswith("Bonjour")


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TABLE songs (title TEXT)",
        "CREATE TABLE django_migrations (app TEXT, name TEXT);"
        "INSERT INTO django_migrations VALUES ('auth', '0001_initial')",
    ],
)
def test_another_programs_database_is_refused_in_a_line_and_left_alone(tmp_path, made):
    file = tmp_path / "songs.sqlite3"
    with closing(sqlite3.connect(file)) as written:
        written.executescript(made)
    before = file.read_bytes()

    outcome = prepared(file)

    assert outcome.returncode == 1
    assert "qu’un autre programme y a écrit" in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]
