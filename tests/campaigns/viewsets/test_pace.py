from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign, RecipientPace, SendingPace, WarmUp
from tests.factories.campaigns import CampaignFactory

ADDRESS = reverse("pace:edit")


def form(**fields):
    empty = {
        f"{name}-{count}": "0"
        for name in ("recipients", "warm_ups")
        for count in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")
    }
    blank = dict.fromkeys(("per_hour", "per_day", "quiet_from", "quiet_until"), "")
    return {**blank, **empty, **fields}


def row(kind, **fields):
    values = {f"{kind}-0-{name}": value for name, value in fields.items()}
    return {f"{kind}-TOTAL_FORMS": "1", f"{kind}-0-ORDER": "1", f"{kind}-0-id": "", **values}


def test_the_screen_shows_no_limit_at_first(alice):
    page = alice.get(ADDRESS).content.decode()

    assert "What your host allows" in page
    assert "Where we stand" not in page


def test_limits_are_kept_and_changed_and_what_waited_is_woken(alice):
    waiting = CampaignFactory(
        state=Campaign.State.SENDING,
        waits_for="host_hour",
        waits_until=timezone.now() + timedelta(hours=1),
    )

    alice.post(ADDRESS, form(per_hour="300"))
    alice.post(ADDRESS, form(per_hour="500", per_day="3000"))

    assert SendingPace.objects.get().per_hour == 500
    waiting.refresh_from_db()
    assert waiting.waits_until is None
    assert "0 of 500 mails" in alice.get(ADDRESS).content.decode()


def test_domains_are_tidied(alice):
    domains = row("recipients", domains=" Orange.FR, wanadoo.fr", per_hour="9")
    start = row(
        "warm_ups", domain="Example.org", starts_on="2026-11-21", first_day="50", growth="1.5",
        days="14",
    )  # fmt: skip

    alice.post(ADDRESS, form(**domains, **start))

    assert RecipientPace.objects.get().domains == "orange.fr wanadoo.fr"
    assert WarmUp.objects.get().domain == "example.org"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quiet_from": "22:00"}, "need a beginning and an end"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "let no letter leave"),
        ({"per_hour": "0"}, "greater than or equal to 1"),
        (row("recipients", domains="orange", per_hour="9"), "Write domains separated"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(alice, fields, sentence):
    answer = alice.post(ADDRESS, form(**fields)).content.decode()

    assert sentence in answer
    assert not SendingPace.objects.exists()


def test_who_may_not_send_does_not_set_the_pace(sign_in):
    reader = sign_in("reader", "reading")

    assert reader.get(ADDRESS).status_code == 302
    assert ADDRESS not in reader.get(reverse("wagtailadmin_home")).content.decode()
