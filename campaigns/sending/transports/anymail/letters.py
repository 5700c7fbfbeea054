"""What a provider is given: a pattern that many share, and what one person's fields hold."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from campaigns.rendering.placeholders import Context


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    context: Context


Part = tuple[str | Field, ...]


@dataclass(frozen=True, eq=False)
class Pattern:
    """One frozen content; prepared once, whatever the audience."""

    sender: str
    reply_to: str
    headers: Mapping[str, str]
    subject: Part
    text: Part
    html: Part

    @cached_property
    def weight(self) -> int:
        """Bytes it takes in a request, without what the fields hold."""
        literals = [piece for part in (self.text, self.html) for piece in part if piece]
        return sum(len(json.dumps(piece)) for piece in literals if isinstance(piece, str))


@dataclass(frozen=True, slots=True)
class Letter:
    """`values`, by the name of the field, are escaped for the place where they stand."""

    pattern: Pattern
    message_id: str
    headers: Mapping[str, str]
    values: Mapping[str, str]

    def part(self, part: Part) -> str:
        return "".join(
            piece if isinstance(piece, str) else self.values[piece.name] for piece in part
        )

    @property
    def weight(self) -> int:
        return sum(len(json.dumps(value)) for value in self.values.values())
