"""The other paths: import, plan, track, page. Each gives named figures."""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.importing.subscribers import import_subscribers
from campaigns.management.benchmarks import material
from campaigns.management.benchmarks.stopwatch import (
    Taken,
    memory_now,
    memory_peak,
    stopwatch,
)
from campaigns.management.benchmarks.yardsticks import bare_rates
from campaigns.models import Campaign, Delivery
from campaigns.sending.answers import ACCEPTED
from campaigns.sending.claims import Alike, Claim, claim, fence, store
from campaigns.sending.planning import start
from campaigns.tokens import Kind, make
from campaigns.tracking import spool
from campaigns.tracking.audiences import count_audience
from campaigns.tracking.hits import IDENTIFIED, Hit
from campaigns.tracking.ingest import ingest_spool
from campaigns.tracking.shortcut import answer_hits_first
from campaigns.tracking.young import settle

Figures = Iterator[tuple[str, float]]

TOKENS = 50_000
CLAIMED_AT_ONCE = 500
# As many as a sending worker fences at once, and as many as it claims.
FENCED_AT_ONCE = (25, CLAIMED_AT_ONCE)
PAGES = 20
PLAIN_COLUMNS = 4
XLSX_ROWS = 20_000
SPREAD_SECONDS = 600
# More opens than clicks, more named than not.
KINDS = (
    *(Kind.OPEN, Kind.OPEN, Kind.OPEN, Kind.CLICK, Kind.OPEN),
    *(Kind.OPEN_ANONYMOUS, Kind.OPEN, Kind.OPEN_ANONYMOUS, Kind.CLICK, Kind.CLICK_ANONYMOUS),
)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def imports(recipients: int) -> Figures:
    """With names, language, two tags, a subscription and three consents of each: seven rows.

    A plain list brings three: the person, the subscription and its consent.
    """
    yield "import: bare rows, rows/s", bare_rates(recipients)["inserted"]
    material.newsletter()
    before = memory_now()
    with material.people_file(recipients) as path:
        yield "import: new people, rows/s", recipients / _import(path).seconds
        yield "import: the same file again, rows/s", recipients / _import(path).seconds
    with material.people_file(recipients, columns=PLAIN_COLUMNS, mark="plain") as path:
        yield "import: a plain list, rows/s", recipients / _import(path).seconds
    yield "import: memory above an idle process, MB", (memory_peak() - before) / 1e6
    rows = min(recipients, XLSX_ROWS)
    with material.people_workbook(rows) as path:
        yield "import: XLSX, rows/s", rows / _import(path).seconds


def _import(path: Path) -> Taken:
    with stopwatch() as taken:
        import_subscribers(path, newsletter=material.newsletter(), consent_source="benchmark")
    return taken


def plan(recipients: int) -> Figures:
    """The freeze, and the ledger's moves of every row without any mail."""
    bare = bare_rates(recipients)
    yield "plan: bare rows copied, rows/s", bare["copied"]
    yield "plan: bare rows claimed and marked, rows/s", bare["claimed"]
    material.add_people(recipients)
    _gather_statistics()
    for at_once in FENCED_AT_ONCE:
        campaign = material.approved_campaign(f"plan-{at_once}")
        with stopwatch() as taken:
            start(campaign)
        yield "plan: freezing, rows/s", recipients / taken.seconds
        name = f"plan: claimed, checked and marked, {at_once} a commit, rows/s"
        yield name, recipients / _mark_all(campaign, at_once).seconds


def track(recipients: int) -> Figures:
    with stopwatch() as taken:
        for number in range(TOKENS):
            make(Kind.OPEN, number)
    yield "track: a token, µs", taken.seconds * 1e6 / TOKENS
    yield "track: bare events, rows/s", bare_rates(recipients)["events"]
    material.add_people(recipients)
    campaign = material.approved_campaign("track")
    start(campaign)
    material.enlarge(campaign)
    ids = list(campaign.deliveries.values_list("pk", flat=True))
    yield from _take_in(campaign, ids)
    yield "track: opens answered, hits/s", len(ids) / _answer_opens(ids).seconds
    campaign.deliveries.update(state=Delivery.State.ACCEPTED, settled_at=timezone.now())
    Campaign.objects.filter(pk=campaign.pk).update(
        state=Campaign.State.SENT, ended_at=timezone.now()
    )
    campaign.refresh_from_db()
    _gather_statistics()
    with stopwatch() as taken:
        count_audience(campaign)
    yield "track: its audience counted, s", taken.seconds


def _take_in(campaign: Campaign, ids: list[int]) -> Figures:
    """Opens and clicks, of persons known and unknown, then judged a last time."""
    began = int(time.time()) - SPREAD_SECONDS
    spool.append_past(
        Hit(
            kind, began + number % SPREAD_SECONDS, "person", "browser",
            owner if kind in IDENTIFIED else campaign.pk, number % material.ARTICLES + 1,
        )
        for number, (owner, kind) in enumerate(zip(ids, cycle(KINDS), strict=False))
    )  # fmt: skip
    with stopwatch() as taken:
        taken_in = ingest_spool()
    yield "track: taken in, hits/s", taken_in / taken.seconds
    with stopwatch() as settled:
        settle(timezone.now() + timedelta(hours=1))
    yield (
        "track: taken in and judged a last time, hits/s",
        taken_in / (taken.seconds + settled.seconds),
    )


def page(recipients: int) -> Figures:
    """The home page of the demonstration, for a visitor whom no cache knows."""
    call_command("load_demo", subscribers=0, verbosity=0)
    client = Client()
    client.get("/fr/")
    with stopwatch() as taken:
        for _number in range(PAGES):
            cache.clear()
            shown = client.get("/fr/")
    with CaptureQueriesContext(connection) as queries:
        cache.clear()
        client.get("/fr/")
    yield "page: home, ms", taken.seconds * 1000 / PAGES
    yield "page: home, queries", len(queries)
    yield "page: home, KB", len(shown.content) / 1024


def _mark_all(campaign: Campaign, at_once: int) -> Taken:
    with stopwatch() as taken:
        left: list[Claim] = []
        last = 0
        while claims := claim(campaign.pk, "benchmark", CLAIMED_AT_ONCE, after=last):
            last = claims[-1].delivery_id
            for begin in range(0, len(claims), at_once):
                portion = claims[begin : begin + at_once]
                left = fence(
                    portion, campaign_id=campaign.pk, newsletter_id=campaign.newsletter_id,
                    owner="benchmark", storing=_accepted(left),
                )  # fmt: skip
        if storing := _accepted(left):
            store(*storing, owner="benchmark")
    return taken


def _accepted(left: list[Claim]) -> Alike | None:
    answers = [(one.delivery_id, "250 2.0.0 queued", time.time()) for one in left]
    return (ACCEPTED, answers) if answers else None


def _answer_opens(ids: list[int]) -> Taken:
    answer = answer_hits_first(lambda environ, start_response: [])
    tokens = [make(Kind.OPEN, delivery_id) for delivery_id in ids]
    with stopwatch() as taken:
        for token in tokens:
            answer(_request(token), lambda status, headers: None)
    spool.writer().close()
    return taken


def _request(token: str) -> dict[str, object]:
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": f"/o/{token}.gif", "QUERY_STRING": "",
        "HTTP_USER_AGENT": BROWSER, "REMOTE_ADDR": "192.0.2.1",
    }  # fmt: skip


def _gather_statistics() -> None:
    """What autovacuum would have done in a minute."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
