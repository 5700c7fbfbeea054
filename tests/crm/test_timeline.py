"""Pages of a timeline: newest first, each entry once, whatever the sources."""

import datetime as dt

import pytest

from crm import timeline

DAY = dt.date(2018, 1, 1)


def source_of(name, count, step):
    def source(subject, limit):
        entries = [
            timeline.Entry(
                DAY + dt.timedelta(days=step * number), "x", name, f"{name}-{number:03}"
            )
            for number in reversed(range(count))
        ]
        return entries[:limit]

    return source


@pytest.fixture(autouse=True)
def _two_sources(monkeypatch):
    monkeypatch.setattr(timeline, "_sources", [])
    timeline.register(source_of("daily", 12, 1))
    timeline.register(source_of("same-day", 12, 0))


def test_pages_hold_every_entry_once_newest_first():
    pages = [timeline.timeline(None, page=number, size=5) for number in range(1, 7)]
    entries = [entry for page in pages for entry in page.entries]

    assert len({entry.key for entry in entries}) == len(entries) == 24
    assert [entry.day for entry in entries] == sorted((e.day for e in entries), reverse=True)


def test_the_last_page_says_so():
    assert [timeline.timeline(None, page=n, size=12).has_next for n in (1, 2)] == [True, False]


def test_a_source_registered_twice_counts_once():
    source = source_of("again", 1, 0)
    timeline.register(source)
    timeline.register(source)

    assert len(timeline.timeline(None, size=30).entries) == 25


def test_a_page_out_of_reach_is_the_nearest():
    assert timeline.timeline(None, page=-3).number == 1
    assert timeline.timeline(None, page=10**6).number == timeline.LAST_PAGE
