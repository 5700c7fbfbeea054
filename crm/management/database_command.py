"""What commands share that read or write records."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.database_version import refusal_at_start


class DatabaseCommand(BaseCommand):
    """Leaves a database of another version alone, and says so in one sentence."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        if sentence := refusal_at_start():
            raise CommandError(sentence)
        return super().execute(*args, **options)
