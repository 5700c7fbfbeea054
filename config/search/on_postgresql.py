"""The text search configurations of crm.0008: words by their stems, and beginnings of words."""

from typing import Any

from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend


class Fitted(PostgresSearchBackend):
    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params | {"SEARCH_CONFIG": "maille"})
        self.autocomplete_config = "maille_plain"
