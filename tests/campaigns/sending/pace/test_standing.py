from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from campaigns.models import Campaign, Delivery, SendingPace, WarmUp
from campaigns.sending.pace.standing import clock_time, exact_time, standing
from tests.factories.campaigns import CampaignFactory, DeliveryFactory

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # 13:00 in Paris
SOON = datetime(2026, 11, 21, 13, 4, 30, tzinfo=UTC)
Waiting = Campaign.Waiting


def waiting(code, until=SOON, **fields):
    return CampaignFactory(
        state=Campaign.State.SENDING, waits_for=code, waits_until=until, **fields
    )


def said(campaign):
    return standing(campaign, NOW).sentence.replace("\N{NO-BREAK SPACE}", " ")


def test_the_hosts_limit_is_named_with_the_minute_it_goes_on():
    SendingPace.objects.create(per_hour=300, per_day=3000)

    assert said(waiting(Waiting.HOST_HOUR)) == (
        "La limite de 300 mails à l’heure de votre hébergeur est atteinte ; suite à 14:05."
    )
    assert "3 000 mails par jour" in said(waiting(Waiting.HOST_DAY)).replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    )


@pytest.mark.parametrize(
    ("until", "when"),
    [
        (SOON, "à 14:05"),
        (datetime(2026, 11, 22, 6, 0, tzinfo=UTC), "demain à 07:00"),
        (datetime(2026, 11, 24, 6, 0, tzinfo=UTC), "le 24 novembre à 07:00"),
    ],
)
def test_quiet_hours_say_when_it_goes_on(until, when):
    assert said(waiting(Waiting.QUIET, until)) == f"Heures calmes : l’envoi reprend {when}."


def test_the_campaigns_own_pace_and_hours_are_told_apart():
    assert "1 mail à l’heure" in said(waiting(Waiting.OWN, per_hour=1))
    assert "heures choisies" in said(waiting(Waiting.WINDOW))


def test_a_sender_domain_that_begins_says_which_day_it_is():
    pace = SendingPace.objects.create()
    WarmUp.objects.create(
        pace=pace, domain="example.org", starts_on=date(2026, 11, 19), first_day=40,
        growth=Decimal(2), days=10,
    )  # fmt: skip

    sentence = said(waiting(Waiting.WARM_UP))

    assert "example.org" in sentence
    assert "160 mails" in sentence and "3" in sentence and "10" in sentence


def test_a_plan_taken_away_meanwhile_leaves_the_moment():
    assert said(waiting(Waiting.WARM_UP)).endswith("à 14:05.")


def test_mails_whose_domain_is_at_its_limit_are_counted():
    campaign = CampaignFactory(state=Campaign.State.SENDING)
    for minutes in (65, 80):
        DeliveryFactory(
            campaign=campaign, state=Delivery.State.PENDING, reason=Delivery.Reason.PACED,
            not_before=NOW + timedelta(minutes=minutes), lease_until=NOW,
        )  # fmt: skip

    found = standing(campaign, NOW)

    assert found.sentence.startswith("2 mails attendent")
    assert found.goes_on_at == NOW + timedelta(minutes=65)


def test_nothing_is_said_when_nothing_waits():
    assert standing(CampaignFactory(state=Campaign.State.SENDING), NOW) is None
    assert standing(waiting(Waiting.QUIET, NOW - timedelta(seconds=1)), NOW) is None
    paused = waiting(Waiting.QUIET)
    paused.state = Campaign.State.PAUSED
    assert standing(paused, NOW) is None


def test_in_english_too():
    SendingPace.objects.create(per_hour=300)

    with translation.override("en"):
        sentence = standing(waiting(Waiting.HOST_HOUR), NOW).sentence

    assert sentence.startswith("Your host's limit of 300 mails an hour is reached; it goes on at")


def test_seconds_are_rounded_up_to_the_minute_when_it_will_be_true():
    with timezone.override(UTC):
        assert clock_time(SOON) == "13:05"
        assert clock_time(NOW) == "12:00"


def test_a_promise_ends_on_its_second():
    with timezone.override(UTC):
        assert exact_time(NOW + timedelta(seconds=41, milliseconds=900)) == "12:00:41"
