"""One hit as the spool keeps it: a line of text, without address, IP or user agent.

o 1788256800 person browser 48213        a pixel, of a delivery
p 1788256800 unsure unknown 12           a pixel, of a campaign (anonymous)
c 1788256800 machine head 48213 3        a link, of a delivery
d 1788256800 person browser 12 3         a link, of a campaign (anonymous)
"""

from typing import NamedTuple

from campaigns.models import Event
from campaigns.tokens import Kind

OPENS = (Kind.OPEN, Kind.OPEN_ANONYMOUS)
CLICKS = (Kind.CLICK, Kind.CLICK_ANONYMOUS)
IDENTIFIED = (Kind.OPEN, Kind.CLICK)
KINDS = {kind.value: kind for kind in Kind}
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
        kind, at, verdict, rule, owner, link = line.decode("ascii").split()
        hit = Hit(KINDS[kind], int(at), verdict, rule, int(owner), int(link))
    except (KeyError, ValueError):
        return None
    return hit if _fits(hit) else None


def _fits(hit: Hit) -> bool:
    return (
        hit.verdict in VERDICTS
        and hit.rule.isidentifier()
        and len(hit.rule) <= LONGEST_RULE
        and 0 <= hit.at < FAR_FUTURE
        and 0 <= hit.owner < LARGEST_ID
        and 0 <= hit.link < LARGEST_ID
    )
