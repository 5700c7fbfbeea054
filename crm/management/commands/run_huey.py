"""huey's own command, which looks at the database first: a worker of another version of Maille
might send what it does not understand.
"""

from typing import Any

from django.core.management.base import CommandError
from huey.contrib.djhuey.management.commands import run_huey

from crm.database_version import refusal_at_start


class Command(run_huey.Command):
    # Those are for the shell: they would load every page and form into each worker
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if sentence := refusal_at_start():
            raise CommandError(sentence)
        super().handle(*args, **options)
