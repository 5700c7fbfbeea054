"""Lines a mail server accepts: at most 998 bytes, CRLF, and room left for what a slot will hold.

A long line is broken at a blank; in HTML never within quotation marks of a tag or a style sheet,
where a line break is no blank: 'Segoe\nUI' is no font, and CSS drops the declaration. One without
such blanks, or a server without 8BITMIME, gets quoted-printable (RFC 2045), where a slot stands
between two soft line breaks.
"""

import binascii
import re

from campaigns.rendering.placeholders import SLOT

# RFC 5322, section 2.1.1, says 998; a doubled dot may come on top.
LONGEST = 996
# What a filled slot may take: a name of 100 characters, escaped, or a link.
SLOT_ROOM = 400
MARKUP = re.compile(r"""<style\b.*?</style>|<[a-z/](?:"[^"]*"|'[^']*'|[^<>"'])*+>""", re.I | re.S)
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
# A blank at which no line is broken; no letter holds this character.
HELD = "\x00"


def wrapped(body: str, *, is_html: bool = False) -> str | None:
    """The body with CRLF line ends and short enough lines, or None when a word is too long."""
    if is_html:
        lines = _wrapped(MARKUP.sub(_hold, body))
        return lines and lines.replace(HELD, " ")
    return _wrapped(body)


def _hold(markup: re.Match[str]) -> str:
    return QUOTED.sub(lambda value: value[0].replace(" ", HELD), markup[0])


def _wrapped(body: str) -> str | None:
    lines: list[str] = []
    for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        short = _broken(line)
        if short is None:
            return None
        lines += short
    return "\r\n".join(lines)


def _broken(line: str) -> list[str] | None:
    if _weight(line) <= LONGEST:
        return [line]
    lines: list[str] = []
    taken = 0
    for word in line.split(" "):
        weight = _weight(word)
        if weight > LONGEST:
            return None
        if not lines or taken + 1 + weight > LONGEST:
            lines.append(word)
            taken = weight
        else:
            lines[-1] += f" {word}"
            taken += 1 + weight
    return lines


def _weight(text: str) -> int:
    if text.isascii():  # so it holds no slot either
        return len(text)
    slots = SLOT.findall(text)
    return len(text.encode()) + sum(SLOT_ROOM + len(inside.encode()) for inside in slots)


def quoted(text: str) -> bytes:
    """Quoted-printable with CRLF; what stands alone in a line never starts with a dot."""
    encoded = binascii.b2a_qp(text.replace("\r\n", "\n").replace("\r", "\n").encode(), istext=True)
    return encoded.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def quoted_value(text: str) -> bytes:
    return b"=\r\n" + quoted(text) + b"=\r\n"
