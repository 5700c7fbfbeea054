"""A17: yesterday's backup is restored, really: the database's file, or the database itself."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection

from campaigns.models import Campaign
from campaigns.sending.epoch import held
from campaigns.sending.planning import SendingRefused, schedule, start, start_due
from campaigns.sending.restoring import check_in, confirm
from campaigns.subscriptions import unsubscribe
from campaigns.tasks import wake_sending
from crm.models import Consent, Subscriber, Suppression
from crm.suppression import suppress
from tests import migrated
from tests.faults.accounts import assert_accounted, in_state
from tests.faults.figures import PEOPLE
from tests.faults.workers import send_all, start_lasting_worker, start_worker, wait_for

EXPECTED = "held until confirmed; nobody who left is mailed, 0 twice"


@pytest.fixture(autouse=True)
def _journal(settings, tmp_path):
    settings.JOURNAL_DIR = str(tmp_path / "journal")


@pytest.fixture
def backup(tmp_path):
    """A backup now; calling what it returns restores it."""
    copies = []

    def make() -> Callable[[], None]:
        connection.close()
        return sqlite_backup(tmp_path) if is_sqlite() else postgresql_backup(copies)

    yield make
    for name in copies:
        with server() as postgresql:
            postgresql.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def sqlite_backup(folder: Path) -> Callable[[], None]:
    live, copy = connection.settings_dict["NAME"], folder / "backup.sqlite3"
    carry(live, copy)

    def restore() -> None:
        connection.close()
        carry(copy, live)

    return restore


def carry(source, target) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def postgresql_backup(copies: list[str]) -> Callable[[], None]:
    live = connection.settings_dict["NAME"]
    copy = f"{live}_backup"
    copies.append(copy)
    copy_database(live, copy)

    def restore() -> None:
        connection.close()
        copy_database(copy, live)

    return restore


def copy_database(source: str, target: str) -> None:
    with server() as postgresql:
        postgresql.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        postgresql.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def server() -> psycopg.Connection:
    address = migrated.server(django_settings.DATABASES["default"])
    return psycopg.connect(f"{address}/postgres", autocommit=True)


@pytest.mark.row("A17", "backup from before the start of a campaign", EXPECTED)
def test_a17_a_letter_that_left_since_the_backup_does_not_leave_again(campaign, server, backup):
    schedule(campaign, campaign.created_at)
    check_in()
    restore = backup()
    assert start_due() == [campaign.pk]
    send_all(campaign)
    assert len(server.mails) == PEOPLE

    restore()

    assert Campaign.objects.get().state == Campaign.State.SCHEDULED  # what the backup knows
    wake_sending.call_local()
    assert held() is not None
    assert len(server.mails) == PEOPLE
    assert confirm()
    wake_sending.call_local()
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DRAFT
    assert campaign.paused_because
    assert len(server.mails) == PEOPLE
    assert server.twice == []


@pytest.mark.row("A17", "backup from the middle of a campaign", EXPECTED)
def test_a17_a_backup_made_in_the_middle_of_a_campaign_repeats_nothing(
    started, server, backup, settings
):
    server.delay, settings.SEND_LEASE_SECONDS = 0.002, 1
    worker = start_worker(started)
    wait_for(lambda: len(server.mails) > PEOPLE // 10)
    worker.kill()
    restore = backup()
    open_in_backup = len(in_state(started, "pending") | in_state(started, "claimed"))
    start_lasting_worker(started).wait()
    sent_before = len(server.mails)

    restore()

    assert open_in_backup > 0  # the fault struck in the middle
    assert check_in()
    with pytest.raises(SendingRefused):
        start(Campaign.objects.create(slug="new", name="New", newsletter=started.newsletter))
    send_all(started)
    assert confirm()
    send_all(started)
    assert len(server.mails) == sent_before
    states = assert_accounted(started, server, candidates=PEOPLE)
    assert states["unknown"] >= open_in_backup


@pytest.mark.row("A17", "people left between backup and restore", EXPECTED)
def test_a17_nobody_who_left_since_the_backup_is_mailed(campaign, server, backup):
    check_in()
    restore = backup()
    people = list(Subscriber.objects.order_by("pk"))
    leavers, complainers = people[:20], people[20:30]
    for subscriber in leavers:
        unsubscribe(subscriber, campaign.newsletter, source=Consent.Source.ONE_CLICK)
    for subscriber in complainers:
        suppress(subscriber.address, Suppression.Reason.COMPLAINT)
    check_in()

    restore()

    assert Consent.objects.count() == Suppression.objects.count() == 0  # it was forgotten
    assert check_in()
    with pytest.raises(SendingRefused):
        start(campaign)
    assert server.mails == []
    assert confirm()
    start(campaign)
    start_worker(campaign).wait()
    left = {subscriber.address for subscriber in leavers + complainers}
    states = assert_accounted(campaign, server, candidates=PEOPLE - len(leavers))
    assert not left & set(server.recipients)
    assert states["accepted"] == PEOPLE - len(left)
