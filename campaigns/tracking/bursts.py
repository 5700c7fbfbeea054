"""Judges the hits of one delivery again, together: what no single request can show.

Only towards machine, never back. Seconds are whole, so a window of two may hold almost three.
The work grows with the number of hits, not with its square: anyone may ask for one pixel a million
times.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from campaigns.models import Event, YoungHit

BURST = [timedelta(seconds=n) for n in range(3)]
AFTER_HEAD = [timedelta(seconds=n) for n in range(11)]
AROUND_TRAP = [timedelta(seconds=n) for n in range(-30, 31)]
MOST_A_MINUTE = 60
# An outcome is stored a moment after the mail was accepted.
STORED_WITHIN = timedelta(seconds=2)


def judge_again(
    hits: Sequence[YoungHit], *, accepted_at: datetime | None, links: int
) -> dict[int, str]:
    """The rule that unmasked it, for each event now known to be a machine's.

    - before_acceptance: the mail was still being handed over: a gateway on its way.
    - burst: three different links, or all of them, within two seconds: a scanner trying each.
      One link twice, or two of many opened in tabs, is a person.
    - follows_head: the GET that the same scanner sends after its HEAD of the same link.
    - beside_honeypot: within half a minute of a hit on the link that no person sees.
    """
    found: dict[int, str] = {}
    scanned = _scanned_seconds(hits, at_least=max(2, min(3, links)))
    headed = _seconds_after_head(hits)
    trapped = {at + around for at in _trapped(hits) for around in AROUND_TRAP}
    for hit in hits:
        if accepted_at is not None and hit.at < accepted_at - STORED_WITHIN:
            found[hit.event] = "before_acceptance"
        elif hit.at in scanned:
            found[hit.event] = "burst"
        elif (hit.kind, hit.link, hit.at) in headed:
            found[hit.event] = "follows_head"
        elif hit.at in trapped:
            found[hit.event] = "beside_honeypot"
    known = {hit.event for hit in hits if hit.verdict == Event.Verdict.MACHINE}
    return {pk: rule for pk, rule in found.items() if pk not in known}


def flooded(hits: Iterable[tuple[int, datetime]]) -> set[tuple[int, datetime]]:
    """The (delivery, minute) pairs with more hits than any person makes: a program in a loop."""
    return {pair for pair, count in Counter(hits).items() if count > MOST_A_MINUTE}


def _trapped(hits: Sequence[YoungHit]) -> set[datetime]:
    return {hit.at for hit in hits if hit.rule == "honeypot"}


def _seconds_after_head(hits: Sequence[YoungHit]) -> set[tuple[str, int | None, datetime]]:
    heads = {(hit.kind, hit.link, hit.at) for hit in hits if hit.rule == "head"}
    return {(kind, link, at + after) for kind, link, at in heads for after in AFTER_HEAD}


def _scanned_seconds(hits: Sequence[YoungHit], *, at_least: int) -> set[datetime]:
    """Every second of a window in which so many different links were tried."""
    links_at: dict[datetime, set[int]] = {}
    for hit in hits:
        if hit.link is not None:
            links_at.setdefault(hit.at, set()).add(hit.link)
    seconds: set[datetime] = set()
    for begin in links_at:
        window = [begin + after for after in BURST if begin + after in links_at]
        if len(set().union(*(links_at[at] for at in window))) >= at_least:
            seconds |= {begin + after for after in BURST if begin + after <= window[-1]}
    return seconds
