"""What somebody waits for in the back office: a segment counted, the report of a letter."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http import HTTPStatus
from statistics import median
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.management.benchmarks import material, network
from campaigns.management.benchmarks.stopwatch import stopwatch
from campaigns.models import Event, Newsletter, Segment
from campaigns.segments.members import audience, count, explain
from campaigns.sending.domains import count_domains
from campaigns.sending.planning import start
from campaigns.tracking import tallies
from campaigns.tracking.audiences import count_audience
from crm.models import User

Figures = Iterator[tuple[str, float]]

TIMES = 7
EVENTS_EACH = 5
REGIONS = ["region:Bretagne", "region:Normandie", "75", "69", "13"]


def segments(recipients: int) -> Figures:
    """Three conditions that name few, and three that name a quarter of the list.

    `count` is the number itself, `explained` all the lines that the screen shows. No rule reads
    events: they are there because they would be.
    """
    network.add_people(recipients)
    network.add_events(recipients * EVENTS_EACH)
    network.tidy()
    yield "segment: events there, number", Event.objects.count()
    newsletter, today = material.newsletter(), timezone.localdate()
    yield "segment: everybody, ms", _median(lambda: count(newsletter, None))
    for name, rules in _segments(today).items():
        segment = Segment.objects.create(name=name, rules=rules)
        yield from _counted(name, newsletter, Segment.objects.get(pk=segment.pk))


def _segments(today: date) -> dict[str, list[tuple[str, Any]]]:
    return {
        "three conditions": [
            ("tag", ["benevoles"]),
            ("territory", REGIONS),
            ("subscribed_since", today - timedelta(days=730)),
        ],
        "three wide conditions": [
            ("language", ["fr"]),
            ("tag", ["newsletter-papier", "benevoles", "donateurs"]),
            ("subscribed_before", today - timedelta(days=365)),
        ],
    }


def _counted(name: str, newsletter: Newsletter, segment: Segment) -> Figures:
    with stopwatch() as taken:
        found = count(newsletter, segment)
    yield f"segment: {name}, people", found
    yield f"segment: {name}, for the first time, ms", taken.seconds * 1000
    yield f"segment: {name}, ms", _median(lambda: count(newsletter, segment))
    yield f"segment: {name}, explained, ms", _median(lambda: explain(newsletter, segment))
    chosen = audience(newsletter, segment).order_by().values_list("pk", "address")
    yield f"segment: {name}, chosen for a sending, ms", _median(lambda: list(chosen.all()))


def report(recipients: int) -> Figures:
    """Of a letter to that many people that half of them read, ten times each."""
    network.add_people(recipients)
    campaign = material.approved_campaign("report")
    start(campaign)
    material.enlarge(campaign)
    network.let_read(campaign)
    network.tidy()
    yield "report: mails, number", campaign.deliveries.count()
    yield "report: events of them, number", campaign.events.count()
    with stopwatch() as taken:
        tallies.recount(campaign.pk)
    yield "report: counted anew from all events, s", taken.seconds
    with stopwatch() as taken:
        count_audience(campaign)
    yield "report: its audience counted, s", taken.seconds
    count_domains()
    network.tidy()
    client = _officer()
    address = reverse("campaign:inspect", args=[campaign.pk])
    yield "report: its page, for the first time, ms", _shown(client, address)
    yield "report: its page, ms", _median(lambda: client.get(address))
    yield "report: the list of letters, ms", _median(lambda: client.get(reverse("campaign:index")))


def _officer() -> Client:
    """Signed in, and past the first page, which warms the templates."""
    client = Client()
    client.force_login(User.objects.create_superuser("benchmark@example.org", "never signs in"))
    client.get(reverse("campaign:add"))
    return client


def _shown(client: Client, address: str) -> float:
    with stopwatch() as taken:
        assert client.get(address).status_code == HTTPStatus.OK
    return taken.seconds * 1000


def _median(act: Callable[[], object]) -> float:
    """Milliseconds, once warm."""
    act()
    times = []
    for _time in range(TIMES):
        with stopwatch() as taken:
            act()
        times.append(taken.seconds * 1000)
    return median(times)
