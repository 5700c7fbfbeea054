from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from campaigns.sending.claims import claim, fence
from campaigns.sending.statements import answers, number_of, numbers, rows_of

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps all")


def test_rows_of_every_kind_go_in_and_come_out():
    at = datetime(2026, 11, 21, 8, 30, 0, 250_000, tzinfo=UTC)
    rows = [(1, "250 “été” %s {ok} \\ '", at.timestamp()), (2, "", None)]

    found = rows_of("{answers}", [answers(rows)])

    assert found == [(1, "250 “été” %s {ok} \\ '", stored(at)), (2, "", None)]


def stored(at):
    return at if connection.vendor == "postgresql" else "2026-11-21 08:30:00.250"


def test_what_it_touched_is_counted(started):
    sql = "UPDATE campaigns_delivery SET variant = 'b' WHERE campaign_id = %s"

    assert number_of(sql, [started.pk]) == started.deliveries.count() > 0


def test_numbers_of_every_size_are_found():
    found = rows_of("SELECT 2 {in_numbers}, 4 {in_numbers}", [numbers([1, 2, 2**40]), numbers([])])

    assert found == [(True, False)]


def test_what_the_database_refuses_is_raised_as_by_django(started):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows_of("UPDATE campaigns_delivery SET address = NULL RETURNING id", [])


@on_postgresql
def test_plans_are_kept(started):
    for claimed in claim(started.pk, "me", 3):
        fence([claimed], campaign_id=started.pk, newsletter_id=started.newsletter_id, owner="me")

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [row[0] for row in cursor]
    assert sum("transmitting" in statement for statement in kept) == 1
