"""A provider's language for fields, and how everything else stays plain text in it.

Nothing here trusts a provider to leave a value alone. What people typed and that could begin
something in its language is broken up: by a character reference in HTML, by a word joiner, which
nobody sees, elsewhere. A value with risky characters is not even merged: its mail is made here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from campaigns.rendering.placeholders import Context
from campaigns.sending.transports.anymail.letters import Field, Letter, Part, Pattern

WORD_JOINER = "\u2060"
REFERENCE = "&#{1};"
STYLE = re.compile(r"(<style\b.*?</style>)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Syntax:
    """Expressions. `opener`: a character that, where it stands, might open a field, a tag or a
    comment; `edge`: one that might before a field; `risky`: what no merged value may hold."""

    field: str
    opener: str
    edge: str
    risky: str

    def neutral(self, text: str, context: Context, *, before_field: bool = False) -> str:
        if context is not Context.HTML:
            return self._broken_up(text, "{}" + WORD_JOINER, before_field)
        pieces = STYLE.split(text)
        # No character references in a style sheet, where a blank changes nothing
        pieces[1::2] = [self._broken_up(piece, "{} ", False) for piece in pieces[1::2]]
        pieces[:-1:2] = [self._broken_up(piece, REFERENCE, False) for piece in pieces[:-1:2]]
        pieces[-1] = self._broken_up(pieces[-1], REFERENCE, before_field)
        return "".join(pieces)

    def _broken_up(self, text: str, form: str, before_field: bool) -> str:
        opener = f"{self.opener}|{self.edge}\\Z" if before_field else self.opener
        return re.sub(opener, lambda found: form.format(found[0], ord(found[0])), text)

    def takes(self, letter: Letter) -> bool:
        return not any(re.search(self.risky, value) for value in letter.values.values())


@dataclass(frozen=True)
class Template:
    subject: str
    text: str
    html: str


@lru_cache(maxsize=32)
def template_of(pattern: Pattern, syntax: Syntax) -> Template:
    def written(part: Part, context: Context) -> str:
        return "".join(
            syntax.field % piece.name
            if isinstance(piece, Field)
            else syntax.neutral(piece, context, before_field=place < len(part))
            for place, piece in enumerate(part, 1)
        )

    return Template(
        written(pattern.subject, Context.HEADER),
        written(pattern.text, Context.TEXT),
        written(pattern.html, Context.HTML),
    )


def filled(letter: Letter, syntax: Syntax | None) -> Template:
    """The whole mail of one person, in which nothing is left to fill in."""
    pattern = letter.pattern
    parts = letter.part(pattern.subject), letter.part(pattern.text), letter.part(pattern.html)
    if syntax is None:
        return Template(*parts)
    contexts = (Context.HEADER, Context.TEXT, Context.HTML)
    return Template(*(syntax.neutral(part, of) for part, of in zip(parts, contexts, strict=True)))
