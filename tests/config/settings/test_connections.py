import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.connections import database, huey, mail


def test_a_relative_sqlite_path_belongs_to_the_project(tmp_path):
    assert database("sqlite:///var/a.sqlite3", tmp_path)["NAME"] == str(tmp_path / "var/a.sqlite3")


@pytest.mark.parametrize("url", ["mysql://u@h/maille", "bidule", "maille.sqlite3", "http://h"])
def test_another_kind_of_database_is_refused(url, tmp_path):
    with pytest.raises(
        ImproperlyConfigured, match="^DATABASE_URL doit commencer par sqlite:/// ou postgres://"
    ):
        database(url, tmp_path)


def test_an_absolute_sqlite_path_stays(tmp_path):
    path = tmp_path / "a.sqlite3"

    assert database(f"sqlite:///{path}", tmp_path / "elsewhere")["NAME"] == str(path)


def test_sqlite_writes_wait_for_each_other(tmp_path):
    options = database("sqlite:///a.sqlite3", tmp_path)["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_is_read_from_its_address(tmp_path):
    config = database("postgres://someone:secret@db:5433/maille", tmp_path)

    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db", 5433, "maille")


@pytest.mark.parametrize(
    ("url", "backend"),
    [
        ("sqlite:///q.sqlite3", "huey.SqliteHuey"),
        ("postgres://u@h/q", "huey.PostgresHuey"),
        ("redis://h:6379/1", "huey.RedisHuey"),
    ],
)
def test_the_queue_follows_its_address(url, backend, tmp_path):
    config = huey(url, tmp_path)

    assert config["huey_class"] == backend
    assert config["immediate"] is False
    assert config["consumer"]["graceful_signal"] == "TERM"


def test_an_unknown_queue_is_refused(tmp_path):
    with pytest.raises(
        ImproperlyConfigured, match="HUEY_URL doit .* sqlite:///, postgres:// ou redis://"
    ):
        huey("amqp://h", tmp_path)


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://h", 25, False, False),
        ("smtp+starttls://h", 587, True, False),
        ("smtps://h", 465, False, True),
        ("smtp://h:2525", 2525, False, False),
    ],
)
def test_mail_follows_its_address(url, port, tls, ssl):
    found = mail(url)

    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (
        port,
        tls,
        ssl,
    )


def test_a_password_with_special_characters_is_decoded():
    assert mail("smtp://me%40site:p%2Fw@h")["EMAIL_HOST_PASSWORD"] == "p/w"


def test_a_provider_names_its_backend():
    assert mail("anymail://brevo")["EMAIL_BACKEND"] == "anymail.backends.brevo.EmailBackend"


def test_an_unknown_way_of_mailing_is_refused():
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL doit commencer par smtp://"):
        mail("imap://h")


def test_a_mail_port_that_is_none_is_refused():
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL indique un port"):
        mail("smtp://h:abc")


def test_what_is_deleted_is_overwritten_in_the_file_of_sqlite(tmp_path):
    config = database(f"sqlite:///{tmp_path}/a.sqlite3", tmp_path)
    with closing(sqlite3.connect(config["NAME"])) as connection:
        connection.executescript(config["OPTIONS"]["init_command"])
        connection.execute("CREATE TABLE person (address text)")
        rows = [(f"person-{number}@example.org",) for number in range(100)]
        connection.executemany("INSERT INTO person VALUES (?)", rows)
        connection.execute("DELETE FROM person WHERE address = 'person-50@example.org'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert b"person-50@" not in Path(config["NAME"]).read_bytes()
