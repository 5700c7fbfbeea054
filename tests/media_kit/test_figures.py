from datetime import UTC, datetime

import time_machine

from media_kit.downloads import count_item
from media_kit.figures import downloads_in
from tests.factories.media_kit import KitItemFactory


def test_a_year_counts_its_own_downloads():
    item = KitItemFactory()
    for year in (2017, 2018, 2018):
        with time_machine.travel(datetime(year, 6, 1, tzinfo=UTC)):
            count_item(item)

    assert downloads_in(2018) == 2


def test_a_year_without_any_says_zero():
    assert downloads_in(2018) == 0
