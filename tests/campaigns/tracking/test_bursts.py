import itertools
import random
import sys
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.models import YoungHit
from campaigns.tracking.bursts import flooded, judge_again

ACCEPTED = datetime(2026, 9, 1, 12, tzinfo=UTC)


def hits(*clicks, verdict="person", rule="browser"):
    """(link or None for an open, seconds after acceptance), numbered from 1."""
    return [
        YoungHit(
            event=event, kind="open" if link is None else "click", link=link,
            at=ACCEPTED + timedelta(seconds=after), verdict=verdict, rule=rule,
        )
        for event, (link, after) in enumerate(clicks, start=1)
    ]  # fmt: skip


def click(event, link, at):
    return YoungHit(
        event=event, kind="click", link=link, at=at, verdict="person", rule="browser"
    )  # fmt: skip


def judged(*clicks, links=5):
    return judge_again(hits(*clicks), accepted_at=ACCEPTED, links=links)


@pytest.mark.parametrize(
    ("clicks", "links"),
    [
        ([(1, 60)], 5),
        ([(1, 60), (1, 60), (1, 61)], 5),
        ([(1, 60), (2, 61)], 5),
        ([(1, 60), (2, 64), (3, 68), (4, 72)], 5),
        ([(1, 60), (1, 61)], 1),
        ([(None, 50), (1, 60)], 2),
    ],
)
def test_people_click_one_link_or_take_their_time(clicks, links):
    assert judged(*clicks, links=links) == {}


@pytest.mark.parametrize(
    ("clicks", "links"), [([(1, 20), (2, 21), (3, 22)], 5), ([(1, 300), (2, 301)], 2)]
)
def test_several_links_within_two_seconds_are_a_scanner(clicks, links):
    assert set(judged(*clicks, links=links).values()) == {"burst"}


def test_the_pixel_loaded_within_the_burst_is_the_scanner_s_too():
    assert judged((None, 20), (1, 20), (2, 20), (3, 21), (None, 90)) == dict.fromkeys(
        (1, 2, 3, 4), "burst"
    )


def test_a_person_who_reads_after_the_scanner_is_still_a_person():
    assert 4 not in judged((1, 20), (2, 20), (3, 21), (2, 400))


def test_what_comes_before_the_mail_was_accepted_is_a_gateway():
    assert judged((None, -8), (1, -5), (None, 30)) == {
        1: "before_acceptance",
        2: "before_acceptance",
    }


def test_an_outcome_stored_a_moment_late_makes_no_machine():
    assert judged((None, -1)) == {}


def test_nobody_knows_when_it_was_accepted():
    assert judge_again(hits((None, -50)), accepted_at=None, links=3) == {}


def test_a_get_after_a_head_of_the_same_link_is_the_same_scanner():
    head = hits((1, 20), verdict="machine", rule="head")
    gets = [click(event, link, head[0].at) for event, link in ((8, 1), (9, 2))]

    assert judge_again([*head, *gets], accepted_at=ACCEPTED, links=5) == {8: "follows_head"}


def test_what_stands_beside_a_hit_on_the_trap_is_the_same_scanner_s():
    trap = hits((9, 60), verdict="machine", rule="honeypot")
    others = [
        click(event, 1, trap[0].at + timedelta(seconds=after))
        for event, after in ((7, -30), (8, 30), (9, 31))
    ]

    found = judge_again([*trap, *others], accepted_at=ACCEPTED, links=5)

    assert found == dict.fromkeys((7, 8), "beside_honeypot")


def test_who_is_known_for_a_machine_is_not_named_again():
    known = hits((1, 20), (2, 20), (3, 20), verdict="machine", rule="scanner")

    assert judge_again(known, accepted_at=ACCEPTED, links=3) == {}


def test_99_of_100_bursts_are_seen_and_99_of_100_people_kept():
    """Row C1: all links within 2 s, 20 s to 5 min after sending; a person's click after a look."""
    dice = random.Random(2026)
    seen = kept = 0
    for _n in range(1000):
        begin, links = dice.uniform(20, 300), dice.randint(2, 12)
        burst = [(n, begin + dice.uniform(0, 2)) for n in range(links)]
        seen += len(judged(*whole_seconds(burst), links=links)) == links
        first = dice.uniform(5, 600)
        person = [(None, first - 4), (1, first), (2, first + dice.uniform(1, 60))]
        kept += judged(*whole_seconds(person), links=dice.randint(3, 12)) == {}

    assert (seen >= 990, kept >= 990) == (True, True)


def whole_seconds(clicks):
    return [(link, int(after)) for link, after in clicks]


@pytest.mark.parametrize("seconds", [1, 900])
def test_twice_the_hits_of_one_mail_are_twice_the_work(seconds):
    """Anyone may ask for one pixel a million times."""

    def steps(count):
        many = hits(*[(n % 2, n % seconds) for n in range(count)])
        return instructions(lambda: judge_again(many, accepted_at=ACCEPTED, links=5))

    assert steps(8_000) < 2.1 * steps(4_000)


def instructions(work):
    """How many the interpreter carries out."""
    counted = itertools.count()

    def trace(frame, event, _argument):
        frame.f_trace_opcodes = True
        if event == "opcode":
            next(counted)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return next(counted)


def test_more_than_a_hit_a_second_for_a_minute_is_a_program_in_a_loop():
    loop, person = [(7, ACCEPTED)] * 61, [(8, ACCEPTED)] * 60

    assert flooded([*loop, *person]) == {(7, ACCEPTED)}
