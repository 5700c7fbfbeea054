"""One hit as the spool keeps it: a line of text, without address, IP or user agent.

o 1788256800 person browser 48213        a pixel, of a delivery
p 1788256800 unsure unknown 12           a pixel, of a campaign (anonymous)
c 1788256800 machine head 48213 3        a link, of a delivery
d 1788256800 person browser 12 3         a link, of a campaign (anonymous)
"""

from functools import lru_cache
from typing import NamedTuple

from campaigns.models import Event
from campaigns.tokens import Kind

OPENS = (Kind.OPEN, Kind.OPEN_ANONYMOUS)
CLICKS = (Kind.CLICK, Kind.CLICK_ANONYMOUS)
IDENTIFIED = (Kind.OPEN, Kind.CLICK)
KINDS = {kind.value.encode(): kind for kind in Kind}
VERDICTS = frozenset(Event.Verdict.values)
LONGEST_RULE = 40
FAR_FUTURE = 2**33
LARGEST_ID = 2**63


class Hit(NamedTuple):
    """`owner` is a delivery's id, or a campaign's when the kind is anonymous; `link` a number."""

    kind: Kind
    at: int
    verdict: str
    rule: str
    owner: int
    link: int = 0

    def line(self) -> bytes:
        kind, at, verdict, rule, owner, link = self
        return f"{kind} {at} {verdict} {rule} {owner} {link}\n".encode()


def parse(line: bytes) -> Hit | None:
    """None for a line that is no hit: a disk that filled up, a hand that edited.

    One that the table would refuse is none either: it must not hold up those behind it.
    """
    try:
        kind, at, verdict, rule, owner, link = line.split()
        hit = Hit(KINDS[kind], int(at), *_judgement(verdict, rule), int(owner), int(link))
    except (KeyError, ValueError):
        return None
    _kind, moment, _verdict, _rule, owned, linked = hit
    fits = 0 <= moment < FAR_FUTURE and 0 <= owned < LARGEST_ID and 0 <= linked < LARGEST_ID
    return hit if fits else None


@lru_cache(maxsize=500)
def _judgement(verdict: bytes, rule: bytes) -> tuple[str, str]:
    """The few of them repeat. Raises ValueError."""
    told, by = verdict.decode("ascii"), rule.decode("ascii")
    if told not in VERDICTS or not by.isidentifier() or len(by) > LONGEST_RULE:
        raise ValueError
    return told, by
