from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.models import Campaign, Delivery, SeenNotice, SendingTurn
from campaigns.sending.claims import claim
from campaigns.sending.delivery import send_pending
from campaigns.sending.planning import schedule
from campaigns.tasks import (
    read_inbox,
    send_campaign,
    settle_what_is_known,
    start_what_is_due,
    wake_sending,
)
from campaigns.tracking.notices import note
from tests.campaigns.sending.conftest import campaign, server, started  # noqa: F401


@pytest.fixture(autouse=True)
def _run_tasks_at_once(huey_at_once):
    """Tasks run where they are called."""


@pytest.fixture
def huey_at_once():
    from huey.contrib.djhuey import HUEY

    HUEY.immediate = True
    yield HUEY
    HUEY.immediate = False


def test_waking_a_campaign_sends_it(started, server):  # noqa: F811
    send_campaign(started.pk)

    assert len(server.mails) == 3


def test_a_letter_longer_than_a_slice_goes_on_at_once(started, server, monkeypatch):  # noqa: F811
    """Not only with the next round, up to a minute later."""
    slices = iter([0.0, 0.0, 45.0])

    def send_a_slice(campaign_id, *, worker):
        return send_pending(campaign_id, worker=worker, seconds=next(slices))

    monkeypatch.setattr("campaigns.tasks.send_pending", send_a_slice)

    send_campaign(started.pk)

    assert len(server.mails) == 3
    assert list(slices) == []


def test_while_this_process_sends_it_another_task_leaves_it_to_the_first(
    started,  # noqa: F811
    server,  # noqa: F811
    monkeypatch,
):
    """Which had stopped for a pause, say, and does not know that it is over."""

    def is_resumed_meanwhile(campaign_id, *, worker):
        monkeypatch.undo()
        send_campaign(started.pk)
        assert server.mails == []
        return False

    monkeypatch.setattr("campaigns.tasks.send_pending", is_resumed_meanwhile)

    send_campaign(started.pk)

    assert len(server.mails) == 3


def test_every_minute_what_is_scheduled_starts_and_leaves(started, server):  # noqa: F811
    Delivery.objects.all().delete()
    Campaign.objects.update(state=Campaign.State.APPROVED)
    started.refresh_from_db()
    started.contents.all().delete()
    started.links.all().delete()
    schedule(started, timezone.now() - timedelta(seconds=1))

    wake_sending()

    assert len(server.mails) == 3


def test_every_minute_expired_leases_are_mended(started, server):  # noqa: F811
    claim(started.pk, "dead", 10)
    ran_out = timezone.now() - timedelta(seconds=1)
    started.deliveries.update(lease_until=ran_out)
    SendingTurn.objects.update(lease_until=ran_out)

    wake_sending()

    assert len(server.mails) == 3


def test_waking_twice_sends_once(started, server):  # noqa: F811
    wake_sending()
    wake_sending()

    assert server.twice == []


def test_the_mailbox_is_read_when_there_is_one(settings, caplog):
    settings.INBOX_URL = ""
    read_inbox()
    assert caplog.records == []

    settings.INBOX_URL = "imap+ssl://claire:secret@127.0.0.1:1"
    read_inbox()

    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_every_minute_what_came_back_settles_doubts(started):  # noqa: F811
    delivery = started.deliveries.first()
    note("n", SeenNotice.Kind.DELIVERED, at=timezone.now(), delivery=delivery)
    started.deliveries.update(state=Delivery.State.UNKNOWN)

    settle_what_is_known()

    assert started.deliveries.filter(state=Delivery.State.ACCEPTED).count() == 1


def test_what_was_told_to_leave_leaves_at_its_moment(started, server):  # noqa: F811
    Delivery.objects.all().delete()
    started.contents.all().delete()
    started.links.all().delete()
    Campaign.objects.update(state=Campaign.State.SCHEDULED, scheduled_for=timezone.now())

    start_what_is_due()

    assert len(server.mails) == 3


def test_what_may_go_on_within_the_minute_is_woken_for_it(started, server, huey_at_once):  # noqa: F811
    now = timezone.now().replace(second=5)
    started.deliveries.update(not_before=now + timedelta(seconds=20))

    with time_machine.travel(now, tick=False):
        wake_sending()

    assert server.mails == []
    [task] = huey_at_once.scheduled()
    assert task.args == (started.pk,)
