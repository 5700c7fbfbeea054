"""huey's own command, which looks at the database first: a worker of another version of Maille
might send what it does not understand.
"""

from contextlib import suppress
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError
from huey.contrib.djhuey.management.commands import run_huey

from crm.database_version import database_version, refusal


class Command(run_huey.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        # One that is away for a moment is waited for
        with suppress(DatabaseError):
            if sentence := refusal(database_version()):
                raise CommandError(sentence)
        super().handle(*args, **options)
