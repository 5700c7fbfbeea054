from datetime import UTC, datetime, timedelta

import pytest

from campaigns.viewsets.consent_pages import acts_before, place_of
from crm.consent import record_consent
from crm.models import Consent
from tests.factories.crm import SubscriberFactory

NOON = datetime(2026, 9, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def ledger():
    """Two days, and between them five acts of one moment; written in no order."""
    person = SubscriberFactory()
    for hours in (0, -24, 0, 0, 24, 0, 0):
        at = NOON + timedelta(hours=hours)
        record_consent(person, purpose="open_tracking", act="granted", source="import", at=at)
    return Consent.objects.filter(purpose="open_tracking")


@pytest.mark.parametrize("number", [1, 2, 3, 6, 7, 50])
def test_pages_follow_each_other_and_lose_nobody(ledger, number):
    found, place = [], ""
    while page := acts_before(place, ledger, number):
        found += page
        place = place_of(page[-1])

    assert found == list(ledger.order_by("-given_at", "-pk"))


@pytest.mark.parametrize("place", ["", "12", "-", "a-b", "12-", "²-²"])
def test_what_is_no_place_begins_with_the_latest(ledger, place):
    assert acts_before(place, ledger, 1)[0].given_at == NOON + timedelta(hours=24)


def test_a_place_beyond_all_time_is_none_the_worse(ledger):
    assert len(acts_before(f"{'9' * 40}-{'9' * 40}", ledger, 50)) == 7
    assert acts_before("0-0", ledger, 50) == []
