from datetime import date, datetime

import pytest
from django.utils.translation import override

from crm.days import written_day


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fr", date(2030, 1, 1), "1er janvier 2030"),
        ("fr", date(2030, 1, 2), "2 janvier 2030"),
        ("fr", date(2030, 1, 11), "11 janvier 2030"),
        ("fr", date(2030, 1, 21), "21 janvier 2030"),
        ("en", date(2030, 1, 1), "1 January 2030"),
    ],
)
def test_a_day_is_written_as_people_do(language, day, written):
    with override(language):
        assert written_day(day) == written


@pytest.mark.parametrize(
    ("form", "written"),
    [("DATETIME_FORMAT", "1er mai 2026 à 18:01"), ("MONTH_DAY_FORMAT", "1er mai")],
)
def test_in_other_formats_too(form, written):
    with override("fr"):
        assert written_day(datetime(2026, 5, 1, 18, 1), form) == written
