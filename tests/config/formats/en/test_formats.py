from datetime import date, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize(
    ("language", "written"), [("en", "21 November 2026"), ("fr", "21 novembre 2026")]
)
def test_a_day_is_written_with_its_month_in_words(language, written):
    with translation.override(language):
        assert date_format(date(2026, 11, 21)) == written


def test_english_hours_go_to_24():
    with translation.override("en"):
        moment = datetime(2026, 11, 21, 18, 5)
        assert date_format(moment, "DATETIME_FORMAT") == "21 November 2026, 18:05"
