"""What the worker does for the CRM. Thin: rows are the truth, a task only wakes their verb."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from crm import data_requests, outbox


@db_task()
def send_outgoing_mails() -> None:
    outbox.send_due_mails(timezone.now())


@db_periodic_task(crontab())
def send_due_outgoing_mails() -> None:
    outbox.send_due_mails(timezone.now())


@db_periodic_task(crontab(hour="3", minute="20"))
def forget_old_outgoing_mails() -> None:
    outbox.forget_old_mails(timezone.now())


@db_periodic_task(crontab(hour="3", minute="40"))
def forget_old_data_requests() -> None:
    data_requests.forget_old(timezone.localdate())
