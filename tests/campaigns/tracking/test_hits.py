import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.tokens import Kind
from campaigns.tracking.hits import Hit, parse


@given(
    kind=st.sampled_from(list(Kind)),
    numbers=st.tuples(st.integers(0, 2**32), *[st.integers(0, 2**62)] * 2),
)
def test_a_line_reads_back_as_the_hit_it_was(kind, numbers):
    at, owner, link = numbers
    hit = Hit(kind, at, "person", "browser", owner, link)

    assert parse(hit.line()) == hit


@pytest.mark.parametrize(
    "line",
    [b"", b"\n", b"o 1 person", b"z 1 person browser 1 0", b"o x person browser 1 0", b"\xff"]
    + [
        b"o 1 someone browser 1 0",
        b"o 1 person \\N 1 0",
        b"o 1 person browser 99999999999999999999 0",
        b"o 99999999999 person browser 1 0",
        b"o 1 person " + 41 * b"r" + b" 1 0",
    ],
)
def test_what_is_no_hit_or_would_not_fit_the_table_is_none(line):
    assert parse(line) is None
