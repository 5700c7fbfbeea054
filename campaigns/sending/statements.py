"""The SQL of claims.py, the same for PostgreSQL and SQLite but for how lists of values go in.

PostgreSQL keeps the plans: making one anew costs more than the rows it is for.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from psycopg import Cursor

# The array is there before the UPDATE is planned: its rows are then found by their key.
_CLAIM = """
    UPDATE campaigns_delivery
    SET state = 'claimed', owner = %s, lease_until = %s, claimed_at = COALESCE(claimed_at, %s)
    WHERE id {{in_selection}}(
        SELECT id FROM campaigns_delivery WHERE {waiting} LIMIT %s {{skip_locked}}
    {{selection_end}})
    RETURNING id
"""

CLAIM_FRESH = _CLAIM.format(
    waiting="""campaign_id = %s AND id > %s
        AND id >= (SELECT fresh_from FROM campaigns_campaign WHERE id = %s)
        AND state = 'pending' AND aside IS NULL AND not_before <= %s
        ORDER BY id"""
)

CLAIM_AGAIN = _CLAIM.format(
    waiting="""campaign_id = %s AND aside = 'again' AND not_before <= %s
        ORDER BY not_before, id"""
)

TURN = """
    INSERT INTO campaigns_sendingturn (owner, campaign_id, lease_until) VALUES (%s, %s, %s)
    ON CONFLICT (owner) DO UPDATE SET lease_until = excluded.lease_until
"""

CLAIMED = """
    SELECT d.id, d.subscriber_id, d.address, s.email, s.first_name, s.last_name,
           d.locale, d.variant, d.opens, d.clicks, d.attempts
    FROM campaigns_delivery d LEFT JOIN crm_subscriber s ON s.id = d.subscriber_id
    WHERE d.id {in_numbers} ORDER BY d.id
"""

# The checks stand in the statement that marks: what commits after it comes too late, by
# milliseconds; what committed before it is obeyed. A consent withdrawn lowers the class.
FENCE = """
    UPDATE campaigns_delivery AS d
    SET lease_until = %s, (state, reason, opens, clicks, attempts, settled_at) = (
        SELECT CASE WHEN refusal = '' THEN 'transmitting' ELSE 'suppressed' END,
               refusal, opens_now, clicks_now,
               d.attempts + CASE WHEN refusal = '' THEN 1 ELSE 0 END,
               CASE WHEN refusal = '' THEN d.settled_at ELSE {moment} END
        FROM (
            SELECT
                CASE WHEN s.id IS NULL THEN 'gone'
                     WHEN x.reason IS NOT NULL THEN x.reason
                     WHEN b.id IS NULL THEN 'unsubscribed'
                     WHEN s.address <> d.address THEN 'address_changed'
                     WHEN s.paused_until > {day} THEN 'paused'
                     ELSE '' END AS refusal,
                CASE WHEN d.opens = 'identified' AND s.open_tracking = 'granted'
                         THEN 'identified'
                     WHEN d.opens = 'anonymous' AND s.open_tracking <> 'refused'
                         THEN 'anonymous'
                     ELSE 'none' END AS opens_now,
                CASE WHEN d.clicks = 'identified' AND s.click_tracking = 'granted'
                         THEN 'identified'
                     WHEN d.clicks = 'anonymous' AND s.click_tracking <> 'refused'
                         THEN 'anonymous'
                     ELSE 'none' END AS clicks_now
            FROM (SELECT 1) AS one
            LEFT JOIN crm_subscriber s ON s.id = d.subscriber_id
            LEFT JOIN crm_suppression x ON x.address_hash = s.address_hash
            LEFT JOIN campaigns_subscription b
                ON b.subscriber_id = s.id AND b.newsletter_id = %s AND b.state = 'confirmed'
        ) AS checked
    )
    WHERE id {in_numbers} AND state = 'claimed' AND owner = %s
      AND EXISTS (SELECT 1 FROM campaigns_campaign c WHERE c.id = %s AND c.state = 'sending')
    RETURNING id, state, opens, clicks
"""

# A row that recovery already called unknown keeps its owner: the late answer is still the truth.
STORE = """
    UPDATE campaigns_delivery
    SET state = %s, reason = %s, reply = answer, not_before = COALESCE({until}, not_before),
        settled_at = answered_at, owner = '', lease_until = NULL
    FROM ({answers}) AS answered
    WHERE {each_answered}id {in_numbers} AND id = answered_id AND owner = %s
      AND state IN ('transmitting', 'unknown')
"""

# Both at once, on different rows: those that were handed over, and those that are to leave.
EXCHANGE = f"WITH stored AS ({STORE}) {FENCE}"

# Of a fence that did not touch all its rows nothing leaves, whichever it touched.
UNFENCE = """
    UPDATE campaigns_delivery SET state = 'claimed', attempts = attempts - 1
    WHERE id {in_numbers} AND owner = %s AND state = 'transmitting'
"""

# A row that was in hand keeps its lease: that is how it is known to be no fresh one.
RELEASE = """
    UPDATE campaigns_delivery SET state = 'pending', owner = '',
        claimed_at = CASE WHEN attempts = 0 THEN NULL ELSE claimed_at END
    WHERE id {in_numbers} AND owner = %s AND state = 'claimed'
"""

_DIALECTS = {
    "postgresql": {
        "in_selection": "= ANY (ARRAY",
        "selection_end": ")",
        "skip_locked": "FOR UPDATE SKIP LOCKED",
        "in_numbers": "= ANY (%s::bigint[])",
        "each_answered": "",
        "answers": "SELECT (value ->> 0)::bigint AS answered_id, value ->> 1 AS answer, "
        "to_timestamp((value ->> 2)::float8) AS answered_at FROM json_array_elements(%s::json)",
        "moment": "%s::timestamptz",
        "until": "%s::timestamptz",
        "day": "%s::date",
    },
    "sqlite": {
        "in_selection": "IN ",
        "selection_end": "",
        "skip_locked": "",
        "in_numbers": "IN (SELECT value FROM json_each(%s))",
        # Else each row is looked for among all answers: https://sqlite.org/optoverview.html#uplus
        "each_answered": "+",
        "answers": "SELECT json_extract(value, '$[0]') AS answered_id, "
        "json_extract(value, '$[1]') AS answer, strftime('%%Y-%%m-%%d %%H:%%M:%%f', "
        "json_extract(value, '$[2]'), 'unixepoch') AS answered_at FROM json_each(%s)",
        "moment": "%s",
        "until": "%s",
        "day": "%s",
    },
}


def can_exchange() -> bool:
    """SQLite changes no rows in a WITH; there a trip to the server costs nothing either."""
    return connection.vendor == "postgresql"


def rows_of(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with _executed(statement, parameters) as cursor:
        return cursor.fetchall()


def number_of(statement: str, parameters: Sequence[Any]) -> int:
    """How many rows it touched."""
    with _executed(statement, parameters) as cursor:
        return cursor.rowcount


@contextmanager
def _executed(statement: str, parameters: Sequence[Any]) -> Iterator[Any]:
    sql = _in_dialect(statement, connection.vendor)
    if connection.vendor == "postgresql":
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
            yield cursor.execute(sql, parameters, prepare=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            yield cursor


@cache
def _in_dialect(statement: str, vendor: str) -> str:
    return statement.format(**_DIALECTS[vendor])


def numbers(ids: Iterable[int]) -> str:
    """As one text: the driver would look at each of them."""
    form = "{%s}" if connection.vendor == "postgresql" else "[%s]"
    return form % ",".join(map(str, ids))


def answers(rows: Sequence[tuple[int, str, float | None]]) -> str:
    """The parameter that {answers} takes; moments are seconds since 1970."""
    return json.dumps(rows)


def moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)
