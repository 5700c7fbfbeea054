from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Delivery, SendingTurn
from campaigns.sending.claims import claim, fence, put_down, release
from campaigns.sending.control import cancel
from campaigns.sending.recovery import recover
from campaigns.sending.settling import in_doubt

State = Delivery.State
LATER = timedelta(seconds=301)


@pytest.fixture
def fenced(started):
    """One row of three is being handed over by a worker that died; two are claimed."""
    claimed = claim(started.pk, "dead", 10)
    fence(claimed[:1], campaign_id=started.pk, newsletter_id=started.newsletter_id, owner="dead")
    return started


def states(campaign):
    return sorted(campaign.deliveries.values_list("state", flat=True))


def test_a_lease_that_runs_is_left_alone(fenced):
    assert recover() == 0
    assert states(fenced) == [State.CLAIMED, State.CLAIMED, State.TRANSMITTING]


def test_what_was_claimed_waits_again_and_what_was_leaving_is_in_doubt(fenced):
    recover(timezone.now() + LATER)

    assert states(fenced) == [State.PENDING, State.PENDING, State.UNKNOWN]
    assert in_doubt(fenced).count() == 1


def test_a_row_in_doubt_is_never_claimed_by_itself(fenced):
    recover(timezone.now() + LATER)

    assert len(claim(fenced.pk, "other", 10)) == 2


def test_a_row_deferred_for_two_days_fails(started):
    started.deliveries.update(
        state=State.DEFERRED, claimed_at=timezone.now() - timedelta(hours=49)
    )

    recover()

    assert set(started.deliveries.values_list("state", "reason")) == {(State.FAILED, "too_long")}


def test_rows_left_open_in_a_cancelled_campaign_are_cancelled(fenced):
    cancel(fenced)
    Delivery.objects.filter(campaign=fenced, state=State.TRANSMITTING).update(state=State.DEFERRED)

    recover()

    assert states(fenced) == [State.CANCELLED] * 3


def test_a_worker_that_ended_its_turn_is_not_looked_for(started):
    release(claim(started.pk, "me", 10), owner="me")
    put_down("me")

    assert not SendingTurn.objects.exists()


def test_the_turn_of_a_lost_worker_ends_with_its_last_row(fenced):
    later = timezone.now() + 2 * LATER
    fenced.deliveries.filter(state=State.TRANSMITTING).update(lease_until=later)

    recover(timezone.now() + LATER)
    assert states(fenced) == [State.PENDING, State.PENDING, State.TRANSMITTING]

    recover(later + LATER)
    assert states(fenced) == [State.PENDING, State.PENDING, State.UNKNOWN]
    assert not SendingTurn.objects.exists()


def test_a_cancelled_campaign_ends_with_its_last_mail(fenced):
    cancel(fenced)
    fenced.refresh_from_db()
    assert fenced.ended_at is None

    recover(timezone.now() + LATER)

    fenced.refresh_from_db()
    assert fenced.ended_at is not None
    assert states(fenced) == [State.CANCELLED, State.CANCELLED, State.UNKNOWN]
