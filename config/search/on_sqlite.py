"""SQLite's full-text index folds accents by itself; what it lacks is a lock."""

from typing import Any

from django.db import transaction
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend


class LockedIndex(SQLiteIndex):
    def add_items(self, *args: Any) -> None:
        """It looks first and inserts then: without a lock, two processes would both insert."""
        with transaction.atomic(using=self.write_connection.alias):
            super().add_items(*args)


class Fitted(SQLiteSearchBackend):
    index_class = LockedIndex
