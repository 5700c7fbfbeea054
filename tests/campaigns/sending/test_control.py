import pytest

from campaigns.models import Campaign, Delivery
from campaigns.sending import control
from campaigns.sending.delivery import send_pending
from campaigns.signals import campaign_finished

State = Campaign.State


def test_a_paused_campaign_sends_nothing(started, server):
    assert control.pause(started, reason="À relire")

    send_pending(started.pk, worker="test")

    assert server.mails == []
    assert (started.state, started.paused_because) == (State.PAUSED, "À relire")


def test_a_pause_takes_the_place_of_an_older_difficulty(started):
    Campaign.objects.update(difficulty="Le serveur ne répond pas.")

    control.pause(started, reason="Trop d’échecs.")

    assert (started.difficulty, started.paused_because) == ("", "Trop d’échecs.")


def test_a_resumed_campaign_goes_on(started, server):
    control.pause(started)

    assert control.resume(started)
    send_pending(started.pk, worker="test")

    assert len(server.mails) == 3


def test_cancelling_cancels_the_rows(started, server):
    assert control.cancel(started)

    send_pending(started.pk, worker="test")

    assert server.mails == []
    assert set(started.deliveries.values_list("state")) == {(Delivery.State.CANCELLED,)}


def test_what_is_over_cannot_be_cancelled_paused_or_resumed(started, server):
    send_pending(started.pk, worker="test")

    moves = [move(started) for move in (control.cancel, control.pause, control.resume)]

    assert moves == [False, False, False]
    assert started.state == State.SENT


def test_a_campaign_finishes_once(started, server):
    finished = []
    campaign_finished.connect(lambda **news: finished.append(news["campaign"]), weak=False)

    send_pending(started.pk, worker="test")

    assert not control.finish(started.pk)
    assert finished == [started]


@pytest.mark.parametrize("state", Delivery.OPEN_STATES)
def test_a_campaign_with_an_open_row_is_not_finished(started, state):
    started.deliveries.update(state=Delivery.State.ACCEPTED)
    Delivery.objects.filter(pk=started.deliveries.first().pk).update(state=state)

    assert not control.finish(started.pk)
