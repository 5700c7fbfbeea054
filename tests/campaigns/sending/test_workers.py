from datetime import timedelta

from django.utils import timezone

from campaigns.sending.control import pause
from campaigns.sending.workers import (
    campaigns_being_sent,
    due_campaigns,
    next_full_minute,
    next_turn,
    turn_at,
    worker_name,
)


def test_no_two_workers_have_the_same_name():
    names = [worker_name() for _n in range(20)]

    assert len(set(names)) == 20
    assert max(map(len, names)) <= 60


def test_a_process_sends_a_campaign_by_as_many_threads_as_it_was_told(settings):
    settings.SEND_WORKERS = 2

    for _time in range(2):
        with turn_at(7) as first, turn_at(7) as second, turn_at(7) as third, turn_at(8) as other:
            assert [turn.allowed for turn in (first, second, third, other)] == [1, 1, 0, 1]


def test_a_turn_knows_that_another_was_refused_meanwhile():
    with turn_at(7) as turn, turn_at(7):
        pass
    assert turn.is_wanted

    with turn_at(7) as turn:
        pass
    assert not turn.is_wanted


def test_a_campaign_with_waiting_rows_is_due(started):
    assert due_campaigns() == [started.pk]


def test_neither_a_paused_one_nor_one_that_waits_for_later_is(started):
    pause(started)
    assert due_campaigns() == []

    started.deliveries.update(not_before=timezone.now() + timedelta(minutes=1))
    type(started).objects.update(state="sending")
    assert due_campaigns() == []


def test_a_campaign_that_waits_is_due_once_its_wait_is_over(started):
    until = timezone.now() + timedelta(minutes=10)
    type(started).objects.update(waits_for="host_hour", waits_until=until)

    assert due_campaigns() == []
    assert due_campaigns(until) == [started.pk]
    assert next_turn(started.pk) == until
    assert campaigns_being_sent(but=[]) == [started.pk]
    assert campaigns_being_sent(but=[started.pk]) == []


def test_the_next_turn_is_that_of_the_first_row_that_waits(started):
    soon = timezone.now() + timedelta(minutes=2)
    started.deliveries.update(not_before=soon + timedelta(hours=1))
    first = started.deliveries.first()
    type(first).objects.filter(pk=first.pk).update(state="deferred", not_before=soon)

    assert next_turn(started.pk) == soon

    pause(started)
    assert next_turn(started.pk) is None


def test_the_next_round_begins_with_the_next_minute():
    noon = timezone.now().replace(hour=12, minute=0, second=30)

    assert next_full_minute(noon) == noon.replace(minute=1, second=0, microsecond=0)
