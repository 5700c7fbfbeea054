"""What is done stays, and is done once."""

import datetime as dt

from django.utils import timezone

from crm import follow_ups
from crm.models import FollowUp
from crm.signals import follow_up_done
from tests.factories.crm import FollowUpFactory, UserFactory

TODAY = dt.date(2018, 7, 1)


def test_done_twice_is_told_once():
    told, follow_up = [], FollowUpFactory()

    def on_follow_up_done(follow_up, **kwargs):
        told.append(follow_up)

    follow_up_done.connect(on_follow_up_done)
    first = follow_ups.mark_done(follow_up, timezone.now())
    second = follow_ups.mark_done(FollowUp.objects.get(), timezone.now())
    follow_up_done.disconnect(on_follow_up_done)

    assert (first, second, told) == (True, False, [follow_up])


def test_reopened_is_to_do_again():
    follow_up = FollowUpFactory(done_at=timezone.now())

    follow_ups.reopen(follow_up)

    assert list(follow_ups.still_open(FollowUp.objects.all())) == [follow_up]


def test_due_today_is_not_overdue():
    late = FollowUpFactory(due_on=TODAY - dt.timedelta(days=1))
    FollowUpFactory(due_on=TODAY)
    FollowUpFactory(due_on=TODAY - dt.timedelta(days=2), done_at=timezone.now())

    assert list(follow_ups.overdue(FollowUp.objects.all(), TODAY)) == [late]


def test_open_ones_come_first_then_the_last_done():
    older = FollowUpFactory(done_at=timezone.now() - dt.timedelta(days=2))
    newer = FollowUpFactory(done_at=timezone.now())
    later = FollowUpFactory(due_on=dt.date(2018, 9, 1))
    soon = FollowUpFactory(due_on=dt.date(2018, 8, 1))

    rows = follow_ups.open_first(FollowUp.objects.all())

    assert list(rows) == [soon, later, newer, older]


def test_each_has_their_own():
    mine = FollowUpFactory(assigned_to=UserFactory())
    FollowUpFactory(assigned_to=UserFactory())

    assert list(follow_ups.assigned_to(mine.assigned_to)) == [mine]
