"""What runs beside the requests. Thin: each wakes a verb, and may run twice or not at all."""

import logging
import math
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from campaigns import retention_runs
from campaigns.importing.runs import give_up_forgotten, waiting_runs, work_on
from campaigns.importing.undoing import forget_former_values
from campaigns.inbox.mailbox import MailboxUnreachable, read_mailbox
from campaigns.inbox.strays import take_from_mailbox
from campaigns.moving import forget_changes
from campaigns.sending.delivery import send_pending
from campaigns.sending.domains import count_domains
from campaigns.sending.pace.buckets import forget_idle
from campaigns.sending.planning import start_due
from campaigns.sending.recovery import recover
from campaigns.sending.restoring import check_in
from campaigns.sending.workers import (
    campaigns_being_sent,
    due_campaigns,
    next_full_minute,
    next_turn,
    turn_at,
    worker_name,
)
from campaigns.tracking.audiences import count_audiences
from campaigns.tracking.evidence import settle_doubts
from campaigns.tracking.forgetting import forget_old_hits
from campaigns.tracking.partitions import make_room_ahead
from crm.tasks import send_outgoing_mails

logger = logging.getLogger(__name__)

A_MINUTE = 60


@db_task(expires=A_MINUTE)
def send_campaign(campaign_id: int) -> None:
    """To be called on commit by whoever starts or resumes a campaign.

    After its slice of time it stands in the queue again, behind what else waits there.
    """
    with turn_at(campaign_id) as turn:
        more = turn.allowed and send_pending(campaign_id, worker=worker_name())
    if more or turn.is_wanted:
        send_campaign(campaign_id)
    elif turn.allowed:
        _come_back(campaign_id, until=next_full_minute(timezone.now()))


@db_task(expires=A_MINUTE)
def start_what_is_due() -> None:
    """To be called, on commit, for the moment at which a campaign was told to leave."""
    for campaign_id in start_due():
        send_campaign(campaign_id)


def _come_back(campaign_id: int, *, until: datetime) -> None:
    """When its next mail may leave before the next round wakes it anyway."""
    turn, now = next_turn(campaign_id), timezone.now()
    if turn and now < turn < until:
        send_campaign.schedule((campaign_id,), delay=math.ceil((turn - now).total_seconds()))


@db_periodic_task(crontab(minute="*"))
def wake_sending() -> None:
    """Starts what is scheduled, mends what was killed, and gives every minute its workers."""
    recover()
    if reason := check_in():
        logger.warning("Nothing is sent: %s", reason)
        return
    start_due()
    due = due_campaigns()
    for campaign_id in due:
        for _worker in range(settings.SEND_WORKERS):
            send_campaign(campaign_id)
    for campaign_id in campaigns_being_sent(but=due):
        _come_back(campaign_id, until=next_full_minute(timezone.now()))


@db_periodic_task(crontab(minute="40"))
def forget_idle_buckets() -> None:
    forget_idle()


@db_periodic_task(crontab(minute="*/5"))
def read_inbox() -> None:
    """Two workers may read at once: what one has taken in counts once."""
    if not settings.INBOX_URL:
        return
    try:
        read_mailbox(take_from_mailbox)
    except MailboxUnreachable as trouble:
        logger.warning("%s", trouble)


@db_periodic_task(crontab(hour="3", minute="30"))
def forget_address_changes() -> None:
    forget_changes(timezone.now())


@db_task(expires=A_MINUTE)
def run_import(run_id: int) -> None:
    """To be called, on commit, by whoever asked for the next step of an import."""
    work_on(run_id, worker=worker_name())


@db_periodic_task(crontab(minute="*"))
def wake_imports() -> None:
    give_up_forgotten()
    forget_former_values(timezone.now())
    for run_id in waiting_runs():
        run_import(run_id)


@db_task(expires=A_MINUTE)
def run_retention(run_id: int) -> None:
    """To be called, on commit, by whoever started it."""
    retention_runs.work_on(run_id, worker=worker_name())
    send_outgoing_mails()


@db_periodic_task(crontab(minute="*"))
def wake_retention() -> None:
    for run_id in retention_runs.waiting_runs():
        run_retention(run_id)


@db_periodic_task(crontab(minute="*"))
def settle_what_is_known() -> None:
    settle_doubts()


@db_periodic_task(crontab(minute="*/5"))
def count_what_was_sent() -> None:
    count_audiences()


@db_periodic_task(crontab(hour="2", minute="10"))
def make_room_for_events() -> None:
    make_room_ahead()


@db_periodic_task(crontab(hour="2", minute="40"))
def forget_who_read_old_letters() -> None:
    forget_old_hits(timezone.now())


@db_periodic_task(crontab(minute="*"))
def count_sendings_by_domain() -> None:
    count_domains()
