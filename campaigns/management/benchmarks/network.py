"""A list as large networks have: who is tagged, where they live, since when, and what they did.

The same every time. People come by a real import; what no file brings (those who left, were
excluded or are on pause, and years of events) is written in the database, as no sending could in
a minute.
"""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from campaigns.importing.subscribers import import_subscribers
from campaigns.management.benchmarks import material
from campaigns.models import Campaign, Delivery, Link
from campaigns.tracking.partitions import make_room, month_of
from crm.models import Territory

State = Delivery.State

COLUMNS = ["email", "first_name", "last_name", "language", "territory", "tags", "agreed_on",
           "open_tracking"]  # fmt: skip
# Two large tags, some middling, many that few have: three each, all in all.
TAGS = {
    "newsletter-papier": 0.2, "benevoles": 0.12, "donateurs": 0.1,
    **{f"theme-{number}": 0.06 for number in range(12)},
    **{f"groupe-{number}": 0.02 for number in range(60)},
}  # fmt: skip
ABROAD = 0.12
YEARS = 6
DOMAINS = {"gmail.example": 38, "orange.example": 20, "free.example": 12, "laposte.example": 8,
           "reseau.example": 22}  # fmt: skip
MONTHS = 12
HITS_EACH = 10

# One in so many of those confirmed, and what became of them.
APART = (
    (25, "state = 'unsubscribed', unsubscribed_at = confirmed_at"),
    (49, "state = 'pending', confirmed_at = NULL"),
)
EXCLUDED = """
INSERT INTO crm_suppression (address_hash, address, reason, detail, also_by_team, created_at)
SELECT address_hash, address, CASE id %% 3 WHEN 0 THEN 'hard_bounce' WHEN 1 THEN 'complaint'
    ELSE 'left_all' END, '', %s, created_at FROM crm_subscriber WHERE id %% 67 = 3
"""
PAUSED = "UPDATE crm_subscriber SET paused_until = %s WHERE id %% 199 = 5"

NUMBERS = {
    "postgresql": "SELECT n FROM generate_series(1, %s) AS n",
    "sqlite": "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %s) "
    "SELECT n FROM c",
}
# So many minutes after the moment given.
LATER = {
    "postgresql": "CAST(%s AS timestamptz) + ({minutes}) * interval '1 minute'",
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:00', %s, ({minutes}) || ' minutes')",
}
EVENTS = """
INSERT INTO campaigns_event (kind, campaign_id, delivery_id, link_id, at, verdict, rule)
SELECT CASE WHEN n %% 5 = 0 THEN 'click' ELSE 'open' END, %s, n, NULL, {at},
    CASE WHEN n %% 4 = 0 THEN 'machine' ELSE 'person' END, '' FROM ({numbers}) AS numbered
"""
# Half of the people, ten times each, soon after the letter and then less and less.
HITS = """
INSERT INTO campaigns_event (kind, campaign_id, delivery_id, link_id, at, verdict, rule)
SELECT CASE WHEN n < 9 THEN 'open' ELSE 'click' END, d.campaign_id,
    CASE CASE WHEN n < 9 THEN d.opens ELSE d.clicks END WHEN 'identified' THEN d.id END,
    CASE WHEN n < 9 THEN NULL ELSE %s + d.id %% {articles} END, {at},
    CASE WHEN (d.id + n) %% 4 = 0 THEN 'machine' ELSE 'person' END, ''
FROM campaigns_delivery d CROSS JOIN ({numbers}) AS numbered
WHERE d.campaign_id = %s AND d.state = 'accepted' AND d.id %% 2 = 0
"""
A_WEEK = 7 * 24 * 60
SOON = f"(d.id * 7919 + n * 104729) %% {A_WEEK} * ((d.id * 31 + n) %% {A_WEEK}) / {A_WEEK}"


def add_people(count: int) -> None:
    """By a real import; then some leave, are excluded or on pause."""
    with file_of(count) as path:
        report = import_subscribers(
            path, newsletter=material.newsletter(), consent_source="benchmark"
        )
    assert report.created == count, report.refused[:3]
    today = timezone.localdate()
    with transaction.atomic(), connection.cursor() as cursor:
        for one_in, became in APART:
            cursor.execute(
                f"UPDATE campaigns_subscription SET {became} WHERE subscriber_id % {one_in} = 1"
            )
        cursor.execute(EXCLUDED, [False])
        cursor.execute(PAUSED, [connection.ops.adapt_datefield_value(today + timedelta(days=30))])


@transaction.atomic
def add_events(count: int) -> None:
    """Over a year, of letters that nobody looks at any more."""
    at = LATER[connection.vendor].format(minutes="n %% 40000")
    sql = EVENTS.format(at=at, numbers=NUMBERS[connection.vendor])
    this_month = month_of(timezone.now())
    for ago in range(1, MONTHS + 1):
        month = month_of(this_month, -ago)
        make_room([month])
        with connection.cursor() as cursor:
            cursor.execute(sql, [-ago, _moment(month), count // MONTHS])


@transaction.atomic
def let_read(campaign: Campaign) -> None:
    """It has left a week ago, has been read since, and all is counted that a task counts."""
    began = timezone.now() - timedelta(days=8)
    make_room([began, timezone.now()])
    mails = campaign.deliveries.filter(state=State.PENDING)
    mails.update(state=State.ACCEPTED, settled_at=began)
    for one_in, became in ((100, State.FAILED), (10_000, State.UNKNOWN)):
        part = campaign.deliveries.annotate(part=F("pk") % one_in).filter(part=7)
        part.filter(state=State.ACCEPTED).update(state=became)
    Campaign.objects.filter(pk=campaign.pk).update(
        state=Campaign.State.SENT, began_at=began, ended_at=began + timedelta(hours=2)
    )
    first = campaign.links.exclude(number=Link.TRAP).order_by("pk").values_list("pk", flat=True)[0]
    sql = HITS.format(
        articles=material.ARTICLES,
        at=LATER[connection.vendor].format(minutes=SOON),
        numbers=NUMBERS[connection.vendor],
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [first, _moment(began), HITS_EACH, campaign.pk])
    campaign.refresh_from_db()


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def tidy() -> None:
    """What autovacuum would have done in a minute."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


@contextmanager
def file_of(count: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(_people(count))
        yield path


def _people(count: int) -> Iterator[list[str]]:
    chance = Random(1)
    codes = list(Territory.objects.order_by("code").values_list("code", flat=True))
    # The largest département has some fifteen times the people of the smallest.
    sizes = [1 + 14 * chance.random() ** 3 for _code in codes]
    domains, weights = list(DOMAINS), list(DOMAINS.values())
    days = [(date.today() - timedelta(days=n)).isoformat() for n in range(365 * YEARS)]
    for number in range(count):
        domain = chance.choices(domains, weights)[0]
        home = "" if chance.random() < ABROAD else chance.choices(codes, sizes)[0]
        tags = ";".join(tag for tag, share in TAGS.items() if chance.random() < share)
        yield [
            f"personne{number}@{domain}", f"Zoé {number % 997}", f"Martin {number % 9973}",
            "en" if chance.random() < 0.1 else "fr", home, tags, chance.choice(days),
            chance.choice(["yes", "no", ""]),
        ]  # fmt: skip
