"""Wagtail's search, fitted to both databases: "reseau" finds "réseau", whoever indexes it."""

from importlib import import_module
from typing import Any

from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend

FITTED = {"PostgresSearchBackend": "on_postgresql", "SQLiteSearchBackend": "on_sqlite"}


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802
    """The name Wagtail looks for. A SQLite without full-text search keeps Wagtail’s own."""
    usual = database.SearchBackend(params)
    module = FITTED.get(type(usual).__name__)
    return import_module(f"config.search.{module}").Fitted(params) if module else usual
