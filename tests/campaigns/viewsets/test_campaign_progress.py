import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.sending import domains as by_domain
from campaigns.sending import progress as sending_progress
from campaigns.sending.control import finish_cancelled
from campaigns.sending.domains import count_domains
from campaigns.sending.progress import Progress
from campaigns.viewsets.campaign_progress import BAR_LENGTH, end, reconciliation, state_lines
from tests.factories.campaigns import DeliveryFactory

State = Delivery.State
MANY = {
    State.ACCEPTED: 2301, State.FAILED: 40, State.SUPPRESSED: 12, State.CANCELLED: 3,
    State.UNKNOWN: 2, State.PENDING: 5, State.CLAIMED: 4, State.TRANSMITTING: 2, State.DEFERRED: 1,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def leaving(campaign):
    """One row in each state, one mail server in trouble."""
    for state in State:
        DeliveryFactory(campaign=campaign, state=state)
    Campaign.objects.update(state=Campaign.State.SENDING, difficulty="451 try later")
    campaign.refresh_from_db()
    return campaign


def fragment(client, campaign) -> str:
    page = client.get(reverse("campaign:progress", args=[campaign.pk])).content.decode()
    return re.sub(r"\s+", " ", page)


def screen(client, campaign) -> str:
    return client.get(reverse("campaign:inspect", args=[campaign.pk])).content.decode()


@pytest.mark.parametrize("left_out", [(), (State.FAILED, State.UNKNOWN), tuple(State)])
def test_the_reconciliation_always_adds_up(left_out):
    counted = {state: n for state, n in MANY.items() if state not in left_out}

    seen = Progress(states=counted, counted_at=timezone.now())

    assert sum(line.number for line in reconciliation(seen)) == seen.candidates
    assert seen.candidates == sum(counted.values())


def test_the_reconciliation_is_read_on_the_screen(leaving, alice):
    page = fragment(alice, leaving)

    assert "<strong>9</strong> = " in page
    parts = re.findall(r"<strong>(\d+)</strong> ([a-z ]+)<", page)
    assert parts == [
        ("1", "accepted"), ("1", "failure"), ("1", "left out"), ("1", "called off"),
        ("1", "to check"), ("4", "still to go"),
    ]  # fmt: skip


def test_the_bar_has_no_hole_and_no_overlap():
    lines = state_lines(Progress(states=MANY, counted_at=timezone.now()))

    stops = [line.start + line.length for line in lines]
    assert [line.start for line in lines] == [0, *stops[:-1]]
    assert stops[-1] == BAR_LENGTH


def test_the_end_is_told_with_its_day_when_it_is_not_today():
    now = timezone.now()

    soon = end(Progress({}, now, ends_at=now))
    late = end(Progress({}, now, ends_at=now + timedelta(minutes=5000)))

    assert (soon.minutes, late.minutes, late.hours, late.is_today) == (0, 5000, 83, False)


def test_the_fragment_tells_whether_to_look_again_and_when(leaving, alice):
    assert 'data-moving="yes" data-seconds="2"' in fragment(alice, leaving)

    Campaign.objects.update(state=Campaign.State.PAUSED)
    assert 'data-moving="yes" data-seconds="5"' in fragment(alice, leaving)

    Campaign.objects.update(state=Campaign.State.SENT)
    assert 'data-moving="no"' in fragment(alice, leaving)


@pytest.mark.parametrize(
    ("per_minute", "hours", "reason"),
    [
        (1331, 1, "as soon as it goes on"),
        (0, 1, "as soon as it goes on"),
        (0, -1, "nothing left during the last minute"),
        (1, -1, "in more than a year, at this rate"),
        (None, -1, "as soon as the rate is known"),
    ],
)
def test_without_an_end_the_reason_fits_the_rate_beside_it(
    leaving, alice, monkeypatch, per_minute, hours, reason
):
    monkeypatch.setattr(sending_progress, "_per_minute", lambda _samples: per_minute)
    monkeypatch.setattr(sending_progress, "forecast", lambda *_seen: None)
    Campaign.objects.update(
        waits_for="window", waits_until=timezone.now() + timedelta(hours=hours)
    )

    assert f'<dd>–</dd> <dd class="campaign-small">{reason}</dd>' in fragment(alice, leaving)


def test_it_shows_states_domains_and_what_the_server_said(leaving, alice):
    page = fragment(alice, leaving)

    assert "5 of 9 settled" in page
    assert "451 try later" in page
    assert "to be tried again" in page
    assert '<th scope="row">example.org</th>' in page
    assert "being measured" in page


def test_of_many_mails_the_domains_are_counted_by_a_task(leaving, alice, monkeypatch):
    monkeypatch.setattr(by_domain, "AT_ONCE", 1)
    assert "counted within a minute" in fragment(alice, leaving)
    count_domains()

    page = fragment(alice, leaving)

    assert '<th scope="row">example.org</th>' in page
    assert "The domains: at" in page


def test_doubts_lead_to_their_screen(leaving, alice):
    page = fragment(alice, leaving)

    assert "1 mail is in doubt" in page
    assert reverse("campaign:doubts", args=[leaving.pk]) in page


def test_a_look_costs_few_queries_and_the_next_one_none_of_the_ledger(
    leaving, alice, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        fragment(alice, leaving)
    with django_assert_max_num_queries(7) as looked:
        fragment(alice, leaving)

    assert not [q for q in looked.captured_queries if "campaigns_delivery" in q["sql"]]


def test_without_javascript_the_page_comes_again_by_itself(leaving, alice):
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in screen(alice, leaving)

    Campaign.objects.update(state=Campaign.State.SENT)
    assert "http-equiv" not in screen(alice, leaving)


def test_without_the_permission_nothing_is_shown(leaving, sign_in):
    outsider = sign_in("eve", "reading")
    outsider.user.groups.clear()

    assert outsider.get(reverse("campaign:progress", args=[leaving.pk])).status_code == 302


def test_a_cancelled_letter_is_followed_until_its_last_mail_is_accounted_for(leaving, alice):
    Campaign.objects.update(state=Campaign.State.CANCELLED, frozen_at=timezone.now())
    assert 'data-moving="yes"' in fragment(alice, leaving)
    screen = alice.get(reverse("campaign:inspect", args=[leaving.pk])).content.decode()
    assert reverse("campaign:cancel", args=[leaving.pk]) not in screen

    leaving.deliveries.filter(state__in=Delivery.OPEN_STATES).update(state=State.CANCELLED)
    finish_cancelled(Campaign.objects.all())

    page = fragment(alice, leaving)
    assert 'data-moving="no"' in page
    assert "still to go" not in page
    assert "<strong>5</strong> called off" in page
