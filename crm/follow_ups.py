"""What was promised: done, reopened, due. A follow-up that is done stays for ever."""

import datetime as dt

from django.db import transaction
from django.db.models import F, QuerySet

from crm.models import FollowUp, User
from crm.signals import follow_up_done


def still_open(follow_ups: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return follow_ups.filter(done_at=None).order_by("due_on", "pk")


def overdue(follow_ups: QuerySet[FollowUp], today: dt.date) -> QuerySet[FollowUp]:
    return still_open(follow_ups).filter(due_on__lt=today)


def assigned_to(user: User) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(assigned_to=user)


def open_first(follow_ups: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """What is due soonest, then what was done last."""
    return follow_ups.order_by(F("done_at").desc(nulls_first=True), "due_on", "pk")


@transaction.atomic
def mark_done(follow_up: FollowUp, now: dt.datetime) -> bool:
    """False when it was done already: two presses tell it once."""
    changed = FollowUp.objects.filter(pk=follow_up.pk, done_at=None).update(done_at=now)
    if changed:
        follow_up.done_at = now
        follow_up_done.send(FollowUp, follow_up=follow_up)
    return bool(changed)


def reopen(follow_up: FollowUp) -> None:
    FollowUp.objects.filter(pk=follow_up.pk).update(done_at=None)
    follow_up.done_at = None
