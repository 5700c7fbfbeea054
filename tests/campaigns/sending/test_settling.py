from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from campaigns.models import Campaign, Delivery, Settlement
from campaigns.sending import settling
from campaigns.sending.control import cancel
from campaigns.sending.settling import SettlingRefused, in_doubt, left, settle, settle_all
from tests.factories.campaigns import CampaignFactory, DeliveryFactory

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
