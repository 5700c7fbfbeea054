"""What an import did, or would do: counts, and the reason for each row that was refused."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class ImportRefused(Exception):
    """The file or the order cannot be used at all; the message is a sentence to show."""


class Refusal(NamedTuple):
    row: int
    column: str
    reason: str


@dataclass
class ImportReport:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": [refusal._asdict() for refusal in self.refused],
            "ignored_columns": self.ignored_columns,
            "dry_run": self.dry_run,
        }
