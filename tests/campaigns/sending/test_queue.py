from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.sending.claims import claim, release
from campaigns.sending.queue import NONE_LEFT, is_due, is_waited_for, move_mark, next_due

State = Delivery.State
SOON = timedelta(minutes=10)


def mark_of(campaign):
    move_mark(campaign.pk)
    return Campaign.objects.get(pk=campaign.pk).fresh_from


def test_the_mark_moves_to_the_first_row_that_nobody_took(started):
    first, second, _third = started.deliveries.order_by("pk").values_list("pk", flat=True)

    assert mark_of(started) == first
    claim(started.pk, "me", 1)
    assert mark_of(started) == second
    claim(started.pk, "me", 10)
    assert mark_of(started) == NONE_LEFT


def test_a_row_behind_the_mark_that_came_back_is_claimed(started):
    release(claim(started.pk, "me", 10), owner="me")

    assert mark_of(started) == NONE_LEFT
    assert len(claim(started.pk, "them", 10)) == 3


@pytest.mark.parametrize("state", [State.PENDING, State.DEFERRED])
def test_a_campaign_is_due_when_one_row_is(state, started):
    now = timezone.now()
    started.deliveries.update(state=state, not_before=now + SOON)

    assert not is_due(started, now)
    assert is_waited_for(started)
    assert is_due(started, now + SOON)
    assert next_due(started, now) == now + SOON


def test_nothing_is_due_once_all_rows_are_in_hand(started):
    claim(started.pk, "me", 10)

    assert not is_waited_for(started)
    assert next_due(started, timezone.now()) is None


def test_the_first_of_fresh_and_deferred_rows_is_next(started):
    now = timezone.now()
    first = started.deliveries.order_by("pk")[0]
    started.deliveries.update(not_before=now + 2 * SOON)
    Delivery.objects.filter(pk=first.pk).update(state=State.DEFERRED, not_before=now + SOON)

    assert next_due(started, now) == now + SOON
