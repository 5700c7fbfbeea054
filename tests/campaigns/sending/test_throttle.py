from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Bucket, Campaign, Delivery, RecipientPace, SendingPace, WarmUp
from campaigns.sending.claims import claim
from campaigns.sending.delivery import send_pending
from campaigns.sending.planning import start
from campaigns.sending.throttle import Allowance
from crm.models import OutgoingMail, Subscriber
from tests.factories.sending import add_subscribers
from tests.smtp_server import DROP

Waiting = Campaign.Waiting
PENDING = Delivery.State.PENDING
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Clock:
    def __init__(self, now=None):
        self.now = now or timezone.now()

    def __call__(self):
        return self.now


@pytest.fixture
def pace():
    """Nothing is limited until a test says so."""
    return SendingPace.objects.create()


def limit(pace, **fields):
    SendingPace.objects.filter(pk=pace.pk).update(**fields)


def to(campaign, count, domain="example.org"):
    people = add_subscribers(campaign.newsletter, count)
    for person in people:
        person.address = person.email = f"{person.address.partition('@')[0]}@{domain}"
    Subscriber.objects.bulk_update(people, ["address", "email"])


def send(campaign):
    more = send_pending(campaign.pk, worker="test")
    campaign.refresh_from_db()
    return more


def accepted(campaign):
    return campaign.deliveries.filter(state=Delivery.State.ACCEPTED).count()


def test_without_any_limit_a_group_costs_no_query(started):
    allowance = Allowance(started, "test")
    claims = claim(started.pk, "test", 50)
    assert allowance.opens()

    with CaptureQueriesContext(connection) as asked:
        assert all(allowance.take(claims) == claims for _group in range(20))

    assert len(asked) <= 3  # the limits, read again once a second
    assert not Bucket.objects.exists()


def test_the_hosts_hour_stops_all_workers_and_says_until_when(campaign, server, pace):
    to(campaign, 12)
    start(campaign)
    limit(pace, per_hour=10)

    send(campaign)
    send_pending(campaign.pk, worker="another")

    assert accepted(campaign) == 10
    assert campaign.state == Campaign.State.SENDING
    assert campaign.waits_for == Waiting.HOST_HOUR
    wait = campaign.waits_until - timezone.now()
    assert timedelta(minutes=59) < wait <= timedelta(minutes=61)
    assert campaign.deliveries.filter(state=PENDING).count() == 2


def test_a_limit_is_shared_by_campaigns(campaign, server, pace):
    to(campaign, 8)
    start(campaign)
    limit(pace, per_hour=10, per_day=10)
    Bucket.objects.create(
        key="transport somebody else/3600", taken={"0": 99}, used_at=timezone.now()
    )

    send(campaign)
    again = Allowance(campaign, "test")
    claims = [claim_like(number) for number in range(5)]

    assert len(again.take(claims)) == 2
    assert again.waits


def claim_like(number, domain="example.org"):
    from campaigns.sending.claims import Claim

    return Claim(number, number, f"u{number}@{domain}", "", "", "", "fr", "", "none", "none", 0)


def test_mails_of_maille_itself_count_and_go_first(started, server, pace):
    limit(pace, per_hour=10)
    OutgoingMail.objects.bulk_create(
        OutgoingMail(to="a@example.org", state="sent", sent_at=timezone.now()) for _n in range(8)
    )

    send(started)

    assert accepted(started) == 2


def test_when_its_hour_is_over_it_goes_on(started, pace):
    limit(pace, per_hour=2)
    clock = Clock(NOON)
    first = Allowance(started, "test", clock=clock)
    assert len(first.take([claim_like(n) for n in range(3)])) == 2

    clock.now = started.waits_until
    again = Allowance(started, "test", clock=clock)

    assert again.opens()
    assert len(again.take([claim_like(9)])) == 1


def test_quiet_hours_let_nothing_leave(started, server, pace):
    now = timezone.localtime()
    limit(
        pace,
        quiet_from=(now - timedelta(hours=1)).time(),
        quiet_until=(now + timedelta(hours=1)).time(),
    )

    send(started)

    assert server.mails == []
    assert started.began_at is None
    assert started.waits_for == Waiting.QUIET
    assert not started.deliveries.exclude(state=PENDING).exists()


def test_hours_chosen_for_a_campaign_hold_it_alone(started, server):
    later = (timezone.localtime() + timedelta(hours=2)).time()
    Campaign.objects.update(
        window_from=later, window_until=(timezone.localtime() + timedelta(hours=3)).time()
    )

    send(started)

    assert server.mails == []
    assert started.waits_for == Waiting.WINDOW


def test_a_new_sender_domain_begins_with_few(campaign, server, pace):
    to(campaign, 12)
    start(campaign)
    WarmUp.objects.create(pace=pace, domain="example.org", first_day=5)

    send(campaign)

    assert accepted(campaign) == 5
    assert campaign.waits_for == Waiting.WARM_UP


def test_another_sender_domain_is_not_held_back(started, server, pace):
    WarmUp.objects.create(pace=pace, domain="example.net", first_day=1)

    send(started)

    assert accepted(started) == 3


@pytest.mark.parametrize(
    "day, allowed", [(0, 50), (1, 50), (2, 75), (3, 112), (14, 9730), (15, None)]
)
def test_a_plan_grows_day_by_day_until_it_is_over(day, allowed):
    plan = WarmUp(starts_on=NOON.date(), first_day=50, growth=Decimal("1.5"), days=14)

    assert plan.allows(NOON.date() + timedelta(days=day - 1)) == allowed


def test_a_pace_of_its_own_slows_one_campaign(started, server):
    Campaign.objects.update(per_hour=2)

    send(started)

    assert accepted(started) == 2
    assert started.waits_for == Waiting.OWN


def test_a_domain_at_its_limit_blocks_no_other(campaign, server, pace, settings):
    settings.SEND_GROUP_SIZE = 10
    to(campaign, 60, "orange.fr")
    to(campaign, 60, "example.net")
    start(campaign)
    RecipientPace.objects.create(pace=pace, domains="orange.fr wanadoo.fr", per_hour=4)

    send(campaign)

    arrived = [address.rpartition("@")[2] for address in server.recipients]
    assert (arrived.count("orange.fr"), arrived.count("example.net")) == (4, 60)
    assert campaign.waits_until is None
    put_off = campaign.deliveries.filter(state=PENDING, reason=Delivery.Reason.PACED)
    assert put_off.count() == 56
    assert not put_off.filter(not_before__lt=timezone.now() + timedelta(minutes=59)).exists()
    assert not put_off.exclude(claimed_at=None).exists()


def test_mails_put_off_are_spread_over_the_time_their_domain_needs(campaign, server, pace):
    to(campaign, 50, "orange.fr")
    start(campaign)
    RecipientPace.objects.create(pace=pace, domains="orange.fr", per_hour=10)

    send(campaign)

    turns = sorted(campaign.deliveries.filter(state=PENDING).values_list("not_before", flat=True))
    assert len(turns) == 40
    assert timedelta(hours=3, minutes=50) < turns[-1] - turns[0] < timedelta(hours=4)


def test_domains_of_one_row_share_and_a_star_gives_each_its_own(started, pace):
    RecipientPace.objects.create(pace=pace, domains="orange.fr wanadoo.fr", per_minute=3)
    RecipientPace.objects.create(pace=pace, domains="*", per_minute=2)
    domains = ["orange.fr", "wanadoo.fr", "a.example", "b.example"] * 4
    claims = [claim_like(number, domain) for number, domain in enumerate(domains)]

    allowed = Allowance(started, "test").take(claims)

    counts = dict.fromkeys(domains, 0)
    for each in allowed:
        counts[each.address.rpartition("@")[2]] += 1
    assert counts == {"orange.fr": 2, "wanadoo.fr": 1, "a.example": 2, "b.example": 2}


def test_everybody_gets_a_turn_and_no_hour_sees_more(campaign, pace):
    """A day on a simulated clock: two domains, one of them slow, and a host's limit."""
    to(campaign, 30, "orange.fr")
    to(campaign, 30, "example.net")
    start(campaign)
    campaign.deliveries.update(not_before=NOON)
    limit(pace, per_hour=12)
    RecipientPace.objects.create(pace=pace, domains="orange.fr", per_hour=5)
    clock, left = Clock(NOON), []
    while campaign.deliveries.filter(state=PENDING).exists():
        allowance = Allowance(campaign, "test", clock=clock)
        while allowance.opens() and (claims := due(campaign, clock.now)):
            for each in allowance.take(claims):
                left.append((clock.now, each.address.rpartition("@")[2]))
                campaign.deliveries.filter(pk=each.delivery_id).update(state="accepted")
            campaign.deliveries.filter(state="claimed").update(state=PENDING, owner="")
        clock.now += timedelta(minutes=1)
        assert clock.now < NOON + timedelta(hours=10)

    assert len(left) == 60
    for begin, _domain in left:
        hour = [d for at, d in left if begin <= at < begin + timedelta(hours=1)]
        assert len(hour) <= 12
        assert hour.count("orange.fr") <= 5


def due(campaign, now):
    rows = campaign.deliveries.filter(state=PENDING, not_before__lte=now).order_by(
        "not_before", "pk"
    )[:7]
    ids = [row.pk for row in rows]
    campaign.deliveries.filter(pk__in=ids).update(state="claimed", owner="test")
    return [claim_like(row.pk, row.address.rpartition("@")[2]) for row in rows]


def test_a_change_reaches_a_worker_that_runs(started, pace, monkeypatch):
    monkeypatch.setattr("campaigns.sending.throttle.READ_EVERY_SECONDS", 0)
    allowance = Allowance(started, "test")
    assert len(allowance.take([claim_like(n) for n in range(5)])) == 5

    Campaign.objects.update(per_hour=2)

    assert len(allowance.take([claim_like(n) for n in range(5)])) == 2
    assert allowance.waits


def test_a_wait_that_is_over_is_forgotten(started, server, pace):
    Campaign.objects.update(waits_for=Waiting.QUIET, waits_until=timezone.now())

    send(started)

    assert accepted(started) == 3
    assert (started.waits_for, started.waits_until) == ("", None)


def test_a_window_past_midnight_is_open_at_night(started, pace):
    Campaign.objects.update(window_from=time(22), window_until=time(6))
    started.refresh_from_db()
    midnight, noon = (timezone.make_aware(datetime(2026, 11, 21, hour)) for hour in (0, 12))

    assert Allowance(started, "test", clock=Clock(midnight)).opens()
    assert not Allowance(started, "test", clock=Clock(noon)).opens()


def taken():
    return {bucket.key: sum(bucket.taken.values()) for bucket in Bucket.objects.all()}


def test_mails_that_the_server_never_took_use_no_limit_up(campaign, server, pace):
    to(campaign, 5)
    start(campaign)
    limit(pace, per_hour=5)
    RecipientPace.objects.create(pace=pace, domains="example.org", per_hour=100)
    server.script["mail"] = lambda talk: DROP

    send(campaign)

    assert accepted(campaign) == 0
    assert set(taken().values()) == {0}
    assert campaign.waits_until is None  # nothing is used up, so nothing is waited for

    server.script.clear()
    campaign.deliveries.update(not_before=timezone.now())
    send(campaign)

    assert accepted(campaign) == 5
    assert set(taken().values()) == {5}


def test_whoever_left_meanwhile_uses_no_limit_up(campaign, server, pace):
    to(campaign, 6)
    start(campaign)
    limit(pace, per_hour=6)
    Subscriber.objects.filter(pk__in=Subscriber.objects.order_by("pk")[:2]).delete()

    send(campaign)

    assert accepted(campaign) == 4
    assert sum(taken().values()) == 4


def test_a_pause_gives_back_what_was_taken_for_the_next_mails(started, pace):
    limit(pace, per_hour=3)
    allowance = Allowance(started, "test")
    claims = claim(started.pk, "test", 3)
    assert allowance.take(claims) == claims
    assert allowance.take([claim_like(99)]) == []
    assert started.waits_for == Waiting.HOST_HOUR

    allowance.settle(claims[:1], claims[1:])

    assert sum(taken().values()) == 1
    started.refresh_from_db()
    assert started.waits_until is None
