"""Lines a mail server accepts: at most 998 bytes, CRLF, and room left for what a slot will hold.

A long line is broken at a blank. One without blanks, or a server without 8BITMIME, gets
quoted-printable (RFC 2045), where a slot stands between two soft line breaks.
"""

import binascii

from campaigns.rendering.placeholders import SLOT

# RFC 5322, section 2.1.1, says 998; a doubled dot may come on top.
LONGEST = 996
# What a filled slot may take: a name of 100 characters, escaped, or a link.
SLOT_ROOM = 400


def wrapped(body: str) -> str | None:
    """The body with CRLF line ends and short enough lines, or None when a word is too long."""
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
