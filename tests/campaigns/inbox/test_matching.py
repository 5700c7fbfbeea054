from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.inbox.matching import find_by_address, find_delivery, was_system_mail
from campaigns.inbox.notices import Clues
from campaigns.models import Delivery
from crm.models import OutgoingMail
from tests.campaigns.inbox.letters import unsubscribe_token
from tests.factories.campaigns import DeliveryFactory


def test_a_signed_token_comes_before_a_number_anybody_can_write(delivery):
    other = DeliveryFactory()

    found = find_delivery(Clues(tokens=(unsubscribe_token(delivery),), deliveries=(other.pk,)), ())

    assert found == delivery


def test_a_forged_token_names_nobody(delivery):
    forged = unsubscribe_token(delivery)[:-3] + "AAA"

    assert find_delivery(Clues(tokens=(forged,)), ()) is None


def test_a_number_names_its_delivery(delivery):
    assert find_delivery(Clues(deliveries=(delivery.pk + 999, delivery.pk)), ()) == delivery


@pytest.mark.parametrize(
    ("campaign", "domain", "named"),
    [
        (1, "example.org", "claire@example.com"),
        (0, "example.net", "claire@example.com"),
        (0, "example.org", "paul@example.com"),
    ],
)
def test_a_bare_message_id_must_agree_with_our_rows(delivery, campaign, domain, named):
    claimed = (delivery.campaign_id + campaign, delivery.pk, domain)
    genuine = (delivery.campaign_id, delivery.pk, "example.org")

    assert find_delivery(Clues(message_ids=(claimed,)), [named]) is None
    assert find_delivery(Clues(message_ids=(genuine,)), []) is None
    assert find_delivery(Clues(message_ids=(genuine,)), ["Claire@Example.com"]) == delivery


def test_an_address_names_the_latest_mail_that_left_for_it(delivery):
    later = DeliveryFactory(subscriber=delivery.subscriber)

    assert find_by_address("CLAIRE@example.com", timezone.now()) == later


@pytest.mark.parametrize(
    "changes",
    [
        {"state": Delivery.State.PENDING},
        {"state": Delivery.State.SUPPRESSED},
        {
            "settled_at": timezone.now() - timedelta(days=31),
            "claimed_at": timezone.now() - timedelta(days=31),
        },
    ],
)
def test_mails_that_did_not_leave_lately_do_not_count(delivery, changes):
    Delivery.objects.filter(pk=delivery.pk).update(**changes)

    assert find_by_address("claire@example.com", timezone.now()) is None


def test_system_mails_count_too():
    OutgoingMail.objects.create(kind="welcome", to="Claire@example.com", subject="x", text="x")

    assert was_system_mail("claire@example.com", timezone.now())
    assert not was_system_mail("paul@example.com", timezone.now())
