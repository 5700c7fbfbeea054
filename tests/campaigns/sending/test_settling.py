from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from campaigns.models import Campaign, Delivery, Settlement
from campaigns.sending import settling
from campaigns.sending.control import cancel, resume
from campaigns.sending.delivery import send_pending
from campaigns.sending.planning import start
from campaigns.sending.settling import (
    SettlingRefused,
    in_doubt,
    left,
    refused_for_us,
    send_refused_again,
    settle,
    settle_all,
)
from tests.factories.campaigns import CampaignFactory, DeliveryFactory
from tests.factories.sending import ApprovedCampaignFactory, add_subscribers

State = Delivery.State


@pytest.fixture
def campaign():
    """Over, with three mails in doubt and one accepted."""
    campaign = CampaignFactory(state=Campaign.State.SENT)
    DeliveryFactory(campaign=campaign)
    DeliveryFactory.create_batch(3, campaign=campaign, state=State.UNKNOWN, reply="lost")
    return campaign


@pytest.fixture
def row(campaign):
    return in_doubt(campaign).first()


@pytest.mark.parametrize(
    ("choice", "state", "kept"), [("send_again", State.PENDING, 0), ("leave", State.UNKNOWN, 1)]
)
def test_a_person_settles_one_doubt(campaign, row, admin_user, choice, state, kept):
    assert settle(row, choice, by=admin_user)

    row.refresh_from_db()
    assert row.state == state
    assert in_doubt(campaign).count() == 2
    assert left(campaign).count() == kept
    assert Settlement.objects.get().decided_by == admin_user


@pytest.mark.parametrize("choice", ["send_again", "leave"])
def test_deciding_twice_counts_once(row, admin_user, choice):
    assert [settle(row, choice, by=admin_user) for _n in range(2)] == [True, False]
    assert Settlement.objects.count() == 1


def test_what_was_left_can_still_be_sent_again(row, campaign, admin_user):
    settle(row, "leave", by=admin_user)

    assert settle(row, "send_again", by=admin_user)

    row.refresh_from_db()
    assert row.state == State.PENDING
    assert not left(campaign).exists()


def test_a_mail_in_doubt_once_more_asks_once_more(row, campaign, admin_user):
    settle(row, "leave", by=admin_user)
    settle(row, "send_again", by=admin_user)
    later = timezone.now() + timedelta(hours=1)
    Delivery.objects.filter(pk=row.pk).update(state=State.UNKNOWN, settled_at=later)

    assert row in in_doubt(campaign)


def test_sending_again_reopens_a_finished_campaign(campaign, row, admin_user):
    settle(row, "send_again", by=admin_user)

    campaign.refresh_from_db()
    assert (campaign.state, campaign.ended_at) == (Campaign.State.SENDING, None)


def test_nothing_of_a_cancelled_campaign_is_sent_again(campaign, row, admin_user):
    Campaign.objects.update(state=Campaign.State.SENDING)
    cancel(campaign)

    with pytest.raises(SettlingRefused):
        settle(row, "send_again", by=admin_user)
    with pytest.raises(SettlingRefused):
        settle_all(campaign, "send_again", by=admin_user)

    assert settle_all(campaign, "leave", by=admin_user) == 3


@pytest.mark.parametrize(
    ("choice", "state"), [("send_again", State.PENDING), ("leave", State.UNKNOWN)]
)
def test_all_are_settled_at_once_and_what_was_accepted_is_not_touched(
    campaign, admin_user, monkeypatch, choice, state
):
    monkeypatch.setattr(settling, "AT_ONCE", 2)

    assert settle_all(campaign, choice, by=admin_user) == 3

    assert not in_doubt(campaign).exists()
    assert sorted(campaign.deliveries.values_list("state", flat=True)) == sorted(
        [State.ACCEPTED, state, state, state]
    )
    assert Settlement.objects.filter(choice=choice, decided_by=admin_user).count() == 3


def test_the_log_says_who_decided_about_how_many_and_names_nobody(campaign, admin_user):
    settle_all(campaign, "leave", by=admin_user)

    entry = ModelLogEntry.objects.get(action="campaigns.leave_in_doubt")
    assert (entry.user, entry.data, entry.object_id) == (
        admin_user, {"count": 3}, str(campaign.pk),
    )  # fmt: skip


def test_what_changed_nothing_is_not_logged(campaign, admin_user):
    settle_all(campaign, "leave", by=admin_user)
    settle_all(campaign, "leave", by=admin_user)

    assert ModelLogEntry.objects.filter(action="campaigns.leave_in_doubt").count() == 1


@pytest.fixture
def refused(server):
    """Two of three were refused because of us, the third one by its own server."""
    started = ApprovedCampaignFactory()
    add_subscribers(started.newsletter, 3)
    start(started)
    answers = iter(["550 5.7.1 blocked", "535 5.7.8 sign in", "550 5.2.1 mailbox closed"])
    server.script["rcpt"] = lambda talk: next(answers, None)
    send_pending(started.pk, worker="test")
    started.refresh_from_db()
    return started


def test_what_was_refused_for_our_sake_arrives_once_it_is_mended(refused, server, admin_user):
    assert refused_for_us(refused).count() == 2

    assert send_refused_again(refused, by=admin_user) == 2
    send_pending(refused.pk, worker="test")

    refused.refresh_from_db()
    assert refused.state == Campaign.State.SENT
    assert sorted(refused.deliveries.values_list("state", flat=True)) == [
        *("accepted", "accepted", "failed")
    ]
    assert len(server.mails) == 2 and server.twice == []


def test_while_it_is_on_pause_what_is_to_leave_again_waits_for_the_end_of_it(
    refused, server, admin_user
):
    Campaign.objects.update(state=Campaign.State.PAUSED, paused_because="blocked")

    send_refused_again(refused, by=admin_user)
    send_pending(refused.pk, worker="test")
    assert server.mails == []

    resume(refused)
    send_pending(refused.pk, worker="test")
    assert len(server.mails) == 2


def test_what_is_refused_again_is_asked_about_again_and_not_sent_for_ever(
    refused, server, admin_user, monkeypatch
):
    monkeypatch.setattr(settling, "AT_ONCE", 1)
    server.script["rcpt"] = lambda talk: "550 5.7.1 still blocked"

    assert send_refused_again(refused, by=admin_user) == 2
    send_pending(refused.pk, worker="test")

    assert refused_for_us(refused).count() == 2


def test_each_that_leaves_again_keeps_who_said_so(refused, admin_user):
    send_refused_again(refused, by=admin_user)

    decided = Settlement.objects.values_list("delivery__campaign", "choice", "decided_by")
    assert set(decided) == {(refused.pk, "send_again", admin_user.pk)}
    entry = ModelLogEntry.objects.get(action="campaigns.send_refused_again")
    assert (entry.user, entry.data) == (admin_user, {"count": 2})


def test_nothing_refused_leaves_again_of_a_cancelled_campaign(refused, admin_user):
    Campaign.objects.update(state=Campaign.State.CANCELLED)

    with pytest.raises(SettlingRefused):
        send_refused_again(refused, by=admin_user)

    assert refused_for_us(refused).count() == 2
