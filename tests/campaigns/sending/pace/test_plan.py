from datetime import UTC, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign, RecipientPace, SendingPace
from campaigns.sending.pace.buckets import DAY, HOUR, MINUTE
from campaigns.sending.pace.plan import read_plan, transport_key
from tests.factories.campaigns import CampaignFactory

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def campaign():
    return CampaignFactory(newsletter__sender_email="Lettre@Example.ORG")


def test_nothing_is_limited_until_somebody_says_so(campaign):
    with CaptureQueriesContext(connection) as asked:
        assert read_plan(campaign, NOON).is_free
    assert len(asked) == 1

    SendingPace.objects.create()
    assert read_plan(campaign, NOON).is_free


def test_the_smallest_field_makes_a_plan(campaign):
    SendingPace.objects.create(per_day=100, quiet_from=time(22), quiet_until=time(7))
    campaign.per_hour = 5

    plan = read_plan(campaign, NOON)

    assert {code: limit.size for code, limit in plan.shared.items()} == {
        Campaign.Waiting.OWN: 5,
        Campaign.Waiting.HOST_DAY: 100,
    }
    assert [closing.code for closing in plan.closings] == [Campaign.Waiting.QUIET]


def test_each_domain_finds_its_limits(campaign):
    pace = SendingPace.objects.create()
    RecipientPace.objects.create(pace=pace, domains="orange.fr wanadoo.fr", per_hour=9, per_day=90)
    RecipientPace.objects.create(pace=pace, domains="*", per_minute=3)

    plan = read_plan(campaign, NOON)

    assert plan.limits_of("orange.fr") == plan.limits_of("wanadoo.fr")
    assert [(each.period, each.size) for each in plan.limits_of("orange.fr")] == [
        (HOUR, 9),
        (DAY, 90),
    ]
    [other], [another] = plan.limits_of("a.example"), plan.limits_of("b.example")
    assert (other.period, other.size) == (MINUTE, 3)
    assert other.bucket_key != another.bucket_key


def test_without_a_star_other_domains_are_free(campaign):
    RecipientPace.objects.create(
        pace=SendingPace.objects.create(), domains="orange.fr", per_hour=9
    )

    assert read_plan(campaign, NOON).limits_of("example.org") == ()


def test_another_mail_server_has_a_count_of_its_own(settings):
    before = transport_key()
    settings.EMAIL_HOST = "another.example.org"
    other = transport_key()
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"

    assert len({before, other, transport_key()}) == 3
    assert transport_key() == "transport brevo"
