from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format


def test_a_moment_is_written_as_it_is_said():
    with translation.override("fr"):
        moment = datetime(2026, 11, 21, 18, 5)
        assert date_format(moment, "DATETIME_FORMAT") == "21 novembre 2026 à 18:05"
