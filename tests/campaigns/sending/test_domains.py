from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.sending import domains as module
from campaigns.sending.domains import WATCHED_FOR, Domains, count_domains, domains
from campaigns.sending.progress import progress
from tests.factories.campaigns import CampaignFactory, DeliveryFactory

State = Delivery.State
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def leaving():
    """One row in each state."""
    campaign = CampaignFactory(state=Campaign.State.SENDING, frozen_at=timezone.now())
    for state in State:
        DeliveryFactory(campaign=campaign, state=state)
    return campaign


@pytest.fixture
def _many(monkeypatch):
    """Nine are many."""
    monkeypatch.setattr(module, "AT_ONCE", 8)


def shown(campaign) -> Domains:
    return domains(campaign, progress(campaign))


def deliver(campaign, domain, state, number=1):
    for n in range(number):
        DeliveryFactory(campaign=campaign, state=state, subscriber__email=f"{state}{n}@{domain}")


def test_the_largest_domains_come_first_and_the_others_together():
    campaign = CampaignFactory()
    for n in range(11):
        deliver(campaign, f"d{n:02}.example", State.ACCEPTED, 2)
    deliver(campaign, "big.example", State.ACCEPTED, 3)
    deliver(campaign, "big.example", State.FAILED)
    deliver(campaign, "big.example", State.DEFERRED)
    deliver(campaign, "big.example", State.SUPPRESSED)
    deliver(campaign, "big.example", State.UNKNOWN, 2)

    first, *named, others = shown(campaign).rows

    assert (first.name, first.accepted, first.failed, first.waiting, first.rest) == (
        "big.example", 3, 1, 1, 1,
    )  # fmt: skip
    assert [domain.name for domain in named] == [f"d{n:02}.example" for n in range(9)]
    assert (others.name, others.accepted) == ("", 4)
    assert first.unknown == 2
    assert first.total + others.total + sum(domain.total for domain in named) == 30


def test_an_erased_address_counts_among_the_others():
    campaign = CampaignFactory()
    DeliveryFactory(campaign=campaign, address="")

    assert [(domain.name, domain.accepted) for domain in shown(campaign).rows] == [("", 1)]


def test_few_mails_are_not_counted_at_every_look(leaving, django_assert_num_queries):
    with time_machine.travel(NOON, tick=False) as clock:
        seen = progress(leaving)
        with django_assert_num_queries(2):
            domains(leaving, seen)
        with django_assert_num_queries(0):
            domains(leaving, seen)
        clock.shift(10)
        with django_assert_num_queries(1):
            domains(leaving, seen)


@pytest.mark.usefixtures("_many")
def test_of_many_mails_no_look_counts(leaving, django_assert_num_queries):
    seen = progress(leaving)
    assert domains(leaving, seen) == Domains()
    assert count_domains() == 1

    with django_assert_num_queries(1) as looked:
        found = domains(leaving, seen)

    assert "campaigns_domaintally" in looked.captured_queries[0]["sql"]
    assert [row.total for row in found.rows] == [9]


def test_few_mails_are_left_to_the_screen(leaving):
    assert count_domains() == 0


@pytest.mark.usefixtures("_many")
def test_what_stood_still_is_not_counted_again(leaving):
    assert [count_domains(), count_domains()] == [1, 0]

    leaving.deliveries.filter(state=State.CLAIMED).update(state=State.TRANSMITTING)
    assert count_domains() == 0
    leaving.deliveries.filter(state=State.TRANSMITTING).update(state=State.ACCEPTED)
    assert count_domains() == 1
    assert shown(leaving).totals == (3, 1, 2, 2, 1)


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize(("days", "counted"), [(1, 1), (WATCHED_FOR.days + 1, 0)])
def test_what_comes_back_after_the_end_is_counted_for_a_week(leaving, days, counted):
    count_domains()
    ended = timezone.now() - timedelta(days=days)
    Campaign.objects.update(state=Campaign.State.SENT, ended_at=ended)

    leaving.deliveries.filter(state=State.UNKNOWN).update(state=State.ACCEPTED)

    assert count_domains() == counted
