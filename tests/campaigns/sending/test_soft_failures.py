import pytest
from django.utils import timezone

from campaigns.models import Campaign, Delivery, Event, SeenNotice
from campaigns.sending import control
from campaigns.sending.delivery import send_pending
from campaigns.sending.planning import start
from campaigns.sending.soft_failures import count_soft_failures, is_soft
from crm.models import Suppression
from crm.suppression import suppression_of
from tests.factories.campaigns import DeliveryFactory
from tests.factories.crm import SubscriberFactory
from tests.factories.sending import ApprovedCampaignFactory, add_subscribers

State, Reason = Delivery.State, Delivery.Reason
FULL = "552 5.2.2 Mailbox full"


@pytest.fixture
def full():
    return SubscriberFactory(email="claire@example.com")


def letter(full, *, reason=Reason.REFUSED, reply=FULL, accepted=3, failed=1):
    """One that has left: to so many who got it, and to so many, she among them, who did not."""
    campaign = ApprovedCampaignFactory(state=Campaign.State.SENDING)
    DeliveryFactory.create_batch(accepted, campaign=campaign)
    missed = {"campaign": campaign, "state": State.FAILED, "reason": reason, "reply": reply}
    DeliveryFactory(subscriber=full, **missed)
    DeliveryFactory.create_batch(failed - 1, **missed)
    return campaign


@pytest.mark.parametrize(
    ("reason", "reply", "soft"),
    [
        (Reason.REFUSED, FULL, True),
        (Reason.REFUSED, "552 over quota", True),
        (Reason.REFUSED, "550 5.2.1 mailbox disabled", True),
        (Reason.REFUSED, "552 5.3.4 too big", False),
        (Reason.REFUSED, "550 no", False),
        (Reason.POLICY, "550 5.7.1 blocked", False),
        (Reason.TOO_LONG, "452 4.2.2 over quota", True),
        (Reason.TOO_LONG, "450 4.4.1 no answer from host", True),
        (Reason.TOO_LONG, "450 mailbox busy", True),
        (Reason.TOO_LONG, "452 4.3.1 system storage", False),
        (Reason.TOO_LONG, "450 4.7.1 greylisted", False),
        (Reason.TOO_LONG, "421 try again later", False),
        (Reason.TOO_LONG, "429 slow down", False),
        (Reason.TOO_LONG, "the connection timed out", False),
    ],
)
def test_what_was_said_of_the_mailbox_counts(reason, reply, soft):
    assert is_soft(Delivery(reason=reason, reply=reply)) is soft


def test_a_full_mailbox_is_excluded_when_it_goes_on(full, settings):
    for number in range(1, settings.SOFT_BOUNCES_BEFORE_EXCLUSION + 1):
        assert suppression_of(full.address) is None
        excluded = count_soft_failures(letter(full).pk)
        assert excluded == (number == settings.SOFT_BOUNCES_BEFORE_EXCLUSION)

    exclusion = suppression_of(full.address)
    assert (exclusion.reason, exclusion.detail) == (Suppression.Reason.SOFT_BOUNCES, FULL)
    assert Suppression.objects.count() == 1


def test_it_counts_with_what_came_back_as_a_report(full, settings):
    settings.SOFT_BOUNCES_BEFORE_EXCLUSION = 2
    SeenNotice.objects.create(
        key="mail:1", kind=SeenNotice.Kind.BOUNCE, bounce_class="soft",
        address_hash=full.address_hash, at=timezone.now(),
    )  # fmt: skip

    assert count_soft_failures(letter(full).pk) == 1


def test_the_same_letter_counts_once(full, settings):
    settings.SOFT_BOUNCES_BEFORE_EXCLUSION = 2
    campaign = letter(full)

    for _time in range(3):
        count_soft_failures(campaign.pk)

    assert SeenNotice.objects.get().delivery.address == full.address
    assert not Suppression.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(("accepted", "failed"), [(0, 1), (40, 20)])
def test_a_server_that_refuses_everybody_excludes_nobody(full, settings, accepted, failed):
    settings.SOFT_BOUNCES_BEFORE_EXCLUSION = 1

    count_soft_failures(letter(full, accepted=accepted, failed=failed).pk)

    assert not SeenNotice.objects.exists()
    assert not Suppression.objects.exists()


def test_an_erased_person_is_no_address(full):
    campaign = letter(full)
    campaign.deliveries.filter(subscriber=full).update(subscriber=None, address="")

    assert count_soft_failures(campaign.pk) == 0


@pytest.mark.parametrize("end", [lambda c: control.finish(c.pk), control.cancel])
def test_it_is_done_when_the_letter_has_ended(full, settings, end):
    settings.SOFT_BOUNCES_BEFORE_EXCLUSION = 1
    campaign = letter(full)
    Campaign.objects.filter(pk=campaign.pk).update(frozen_at=timezone.now())

    end(campaign)

    assert suppression_of(full.address) is not None


def test_a_refusal_met_in_the_conversation_counts(started, server, settings):
    settings.SOFT_BOUNCES_BEFORE_EXCLUSION = 1
    server.script["rcpt"] = lambda talk: FULL if talk.recipient == "user1@example.org" else None

    send_pending(started.pk, worker="test")

    assert Suppression.objects.get().address == "user1@example.org"


def test_a_server_whose_disk_is_full_stops_the_letter_and_excludes_nobody(server, settings):
    settings.SOFT_BOUNCES_BEFORE_EXCLUSION = 1
    campaign = ApprovedCampaignFactory()
    add_subscribers(campaign.newsletter, 60)
    start(campaign)
    server.script["rcpt"] = lambda talk: FULL

    send_pending(campaign.pk, worker="test")

    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.PAUSED
    assert not Suppression.objects.exists()
