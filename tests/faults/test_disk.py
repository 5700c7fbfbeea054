"""A15: the database can write no more, at every point of a group's way; then it can again."""

import os
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from campaigns.sending.delivery import send_pending
from campaigns.sending.planning import start
from tests.faults.accounts import assert_accounted, assert_every_mail_has_its_row
from tests.faults.figures import PATIENCE, PEOPLE, figure
from tests.faults.workers import is_sent, start_lasting_worker, wait_for

SMALL = f"{figure(8, 64)}m"
LONG_ANSWER = "250 2.0.0 queued " + "x" * 280


def sqlite_only() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is filled up below")


def pragma(sentence: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {sentence}")
        return (cursor.fetchone() or [0])[0]


def send_and_fail(campaign) -> str:
    with pytest.raises(DatabaseError) as failure:
        send_pending(campaign.pk, worker="test")
    return str(failure.value)


def finish_sending(campaign, settings) -> None:
    settings.SEND_LEASE_SECONDS = 1
    worker = start_lasting_worker(campaign)
    wait_for(lambda: is_sent(campaign))
    worker.wait()


@pytest.mark.row("A15", "SQLite file full, at any page", "no mail without a durable row")
@pytest.mark.parametrize("pages", [0, figure(3, 24), figure(12, 60)])
def test_a15_a_full_sqlite_file_lets_no_mail_leave_without_its_row(
    started, server, settings, pages
):
    """The answers are long, so that storing them needs pages of its own."""
    sqlite_only()
    settings.SEND_LEASE_SECONDS = 1
    server.script["accept"] = lambda talk: LONG_ANSWER
    pragma("wal_checkpoint")
    connection.cursor().execute("VACUUM")
    pragma(f"max_page_count = {pragma('page_count') + pages}")

    assert "full" in send_and_fail(started)

    struck_after = len(server.mails)
    assert struck_after < PEOPLE
    assert_every_mail_has_its_row(started, server)
    pragma("max_page_count = 1073741823")
    finish_sending(started, settings)
    states = assert_accounted(started, server, candidates=PEOPLE)
    assert states["unknown"] <= settings.SEND_GROUP_SIZE
    assert (struck_after == 0) == (pages == 0)


@pytest.mark.row("A15", "read-only database", "no mail leaves")
def test_a15_a_read_only_sqlite_database_lets_no_mail_leave(started, server, settings):
    sqlite_only()
    pragma("query_only = 1")

    assert "readonly" in send_and_fail(started)

    assert server.mails == []
    pragma("query_only = 0")
    finish_sending(started, settings)
    assert assert_accounted(started, server, candidates=PEOPLE)["accepted"] == PEOPLE


@pytest.fixture
def small_disk(cluster):
    """A file system of a few megabytes, which only root can make."""
    folder = cluster.give(cluster.folder / "small")
    mounted = os.getuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=0777", "tmpfs", str(folder)],
        capture_output=True, check=False,
    ).returncode  # fmt: skip
    if not mounted:
        pytest.skip("a small file system can only be mounted by root")
    yield folder
    cluster.stop()
    subprocess.run(["umount", "-l", str(folder)], check=True)


class Ballast:
    """Fills a file system, from the server's own thread, until it is thrown overboard."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "ballast"
        self.is_full = threading.Event()

    def fill(self) -> None:
        with self.file.open("wb", buffering=0) as ballast, suppress(OSError):
            while ballast.write(bytes(4096)):
                pass
        self.is_full.set()

    def drop(self) -> None:
        """Only once it is closed: a worker forked meanwhile would keep it open, and its space."""
        assert self.is_full.wait(PATIENCE)
        self.file.unlink()


@pytest.mark.row("A15", "PostgreSQL's disk full while sending", "no mail without a durable row")
def test_a15_a_full_postgresql_disk_lets_no_mail_leave_without_its_row(
    cluster, small_disk, campaign, server, settings
):
    settings.SEND_LEASE_SECONDS = 1
    space = cluster.give(small_disk / "space")
    cluster.run_sql(f"CREATE TABLESPACE small LOCATION '{space}'")
    cluster.run_sql("ALTER TABLE campaigns_delivery SET TABLESPACE small")
    start(campaign)

    ballast = Ballast(small_disk)

    def fill_at_the_tenth(talk) -> str:
        if len(server.mails) == 10:
            ballast.fill()
        return LONG_ANSWER

    server.script["accept"] = fill_at_the_tenth
    assert "No space left on device" in send_and_fail(campaign)

    assert 10 <= len(server.mails) < PEOPLE
    assert_every_mail_has_its_row(campaign, server)
    ballast.drop()
    finish_sending(campaign, settings)
    states = assert_accounted(campaign, server, candidates=PEOPLE)
    assert 1 <= states["unknown"] <= settings.SEND_GROUP_SIZE


@pytest.mark.row("A15", "database made read-only while sending", "no mail without a durable row")
def test_a15_a_postgresql_database_that_turns_read_only_lets_nothing_more_leave(
    cluster, campaign, server, settings
):
    settings.SEND_LEASE_SECONDS = 1
    start(campaign)

    def turn_read_only(talk) -> None:
        if len(server.mails) == 10:
            cluster.run_sql("ALTER SYSTEM SET default_transaction_read_only = on")
            cluster.run_sql("SELECT pg_reload_conf()")

    server.script["accept"] = turn_read_only
    assert "read-only" in send_and_fail(campaign)

    assert 10 <= len(server.mails) < PEOPLE
    assert_every_mail_has_its_row(campaign, server)
    cluster.run_sql("ALTER SYSTEM RESET ALL")
    cluster.run_sql("SELECT pg_reload_conf()")
    server.script.clear()
    finish_sending(campaign, settings)
    states = assert_accounted(campaign, server, candidates=PEOPLE)
    assert 1 <= states["unknown"] <= settings.SEND_GROUP_SIZE
