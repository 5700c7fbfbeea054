"""Mentions listed and mentions counted by an agency are never counted twice."""

import datetime as dt

from crm.press_counts import press_mentions, share_about_teams
from tests.factories.crm import PressCountFactory, PressMentionFactory

COUNTED, LOOSE = dt.date(2018, 6, 30), dt.date(2018, 7, 1)


def test_mentions_outside_the_counted_period_are_added():
    PressCountFactory(mentions=100)
    PressMentionFactory(published_on=LOOSE)

    assert press_mentions(2018) == 101


def test_mentions_within_the_counted_period_are_part_of_it():
    PressCountFactory(mentions=100)
    PressMentionFactory(published_on=COUNTED)

    assert press_mentions(2018) == 100


def test_a_count_smaller_than_the_list_gives_way():
    PressCountFactory(mentions=1, mentions_about_teams=0)
    PressMentionFactory.create_batch(3, published_on=COUNTED, about_teams=True)

    assert press_mentions(2018) == 3
    assert share_about_teams(2018) == 1.0


def test_other_years_are_left_out():
    PressMentionFactory(published_on=dt.date(2019, 1, 1))
    PressCountFactory(started_on=dt.date(2017, 1, 1), ended_on=dt.date(2017, 12, 31))

    assert press_mentions(2018) == 0


def test_share_speaks_of_both():
    PressCountFactory(mentions=98, mentions_about_teams=88)
    PressMentionFactory(published_on=LOOSE, about_teams=True)
    PressMentionFactory(published_on=LOOSE, about_teams=True)

    assert share_about_teams(2018) == 0.9


def test_share_of_nothing_is_unknown():
    assert share_about_teams(2018) is None
