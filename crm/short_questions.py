"""PostgreSQL compiles no query to machine code, which takes longer than it saves.

What is asked here reads a few rows, or counts a million in a tenth of a second: compiling alone
takes that long, once in each of its processes.
"""

from typing import Any

from django.db.backends.signals import connection_created


def register() -> None:
    """Before the first connection is opened."""
    connection_created.connect(_as_it_is, dispatch_uid="crm.short_questions")


def _as_it_is(sender: Any, connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
