"""A16: clocks that are an hour wrong, and the two nights with an hour missing or twice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.forms.campaign import ScheduleForm
from campaigns.models import Campaign
from campaigns.sending.planning import schedule, start, start_due
from campaigns.sending.recovery import recover
from tests.faults.accounts import assert_accounted
from tests.faults.figures import FEW, PEOPLE
from tests.faults.workers import Process, start_worker, wait_for

PARIS = ZoneInfo("Europe/Paris")
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def with_clock(offset: timedelta, act):
    """In a process of its own, whose clock is wrong."""
    right = timezone.now

    def wrong() -> None:
        timezone.now = lambda: right() + offset
        act()

    return Process(wrong)


@pytest.mark.row("A16", "a machine's clock 1 h ahead, another's 1 h behind", "0 twice, 0 lost")
@pytest.mark.parametrize("offset", [HOUR, -HOUR])
def test_a16_a_clock_that_is_an_hour_wrong_makes_nobody_get_it_twice(started, server, offset):
    """Leases look expired to one side: the other's rows are taken from it while it sends."""
    server.delay = 0.005
    workers = [start_worker(started) for _n in range(2)]
    wait_for(lambda: len(server.mails) > 20)
    taken = with_clock(offset, lambda: [recover() for _n in range(5)])
    slow = with_clock(offset, lambda: start_worker(started).wait())
    assert taken.wait() == 0
    wait_for(lambda: len(server.mails) > PEOPLE // 2)
    server.delay = 0
    assert slow.wait() == 0
    recover(timezone.now() + HOUR)

    wait_for(lambda: is_over(started))
    for worker in workers:
        worker.wait()
    states = assert_accounted(started, server, candidates=PEOPLE)
    assert states["accepted"] + states["unknown"] == PEOPLE


def is_over(campaign) -> bool:
    recover(timezone.now() + HOUR)
    return Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.SENT).exists()


@pytest.mark.row("A16", "clock put back 1 h after the start", "a scheduled campaign leaves once")
def test_a16_a_clock_that_is_put_back_starts_nothing_a_second_time(campaign, server):
    at = timezone.now()
    schedule(campaign, at)

    assert start_due(at) == [campaign.pk]
    assert start_due(at - HOUR) == start_due(at) == start_due(at + HOUR) == []

    start_worker(campaign).wait()
    start(campaign)
    start_worker(campaign).wait()
    assert assert_accounted(campaign, server, candidates=PEOPLE)["accepted"] == PEOPLE


@pytest.mark.row("A16", "the nights of the clock change", "once, at its local time")
@pytest.mark.parametrize("people", [FEW])
@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2027-03-28 01:59", "2027-03-28T00:59:00+00:00"),
        ("2027-03-28 03:00", "2027-03-28T01:00:00+00:00"),
        ("2027-10-31 01:59", "2027-10-30T23:59:00+00:00"),
        ("2027-10-31 03:00", "2027-10-31T02:00:00+00:00"),
    ],
)
def test_a16_on_the_night_of_the_clock_change_it_leaves_once_at_its_local_time(
    campaign, server, typed, moment
):
    form = ScheduleForm({"at": typed})
    assert form.is_valid(), form.errors
    at = form.cleaned_data["at"]
    assert at == datetime.fromisoformat(moment)
    assert f"{at.astimezone(PARIS):%Y-%m-%d %H:%M}" == typed
    schedule(campaign, at)

    at = at.astimezone(UTC)  # an hour of real time, not of the clock on the wall
    passing = [at - HOUR, at - SECOND, at, at + SECOND, at + HOUR]
    assert [start_due(now) for now in passing] == [[], [], [campaign.pk], [], []]


@pytest.mark.row("A16", "an hour that does not exist, or twice", "refused with a sentence")
@pytest.mark.parametrize("typed", ["2027-03-28 02:30", "2027-10-31 02:30"])
def test_a16_an_hour_that_is_missing_or_twice_is_refused_when_it_is_typed(typed):
    form = ScheduleForm({"at": typed})

    assert not form.is_valid()
    assert form.errors["at"]
