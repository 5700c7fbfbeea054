"""A day as people write it."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

FIRST_OF_MONTH = re.compile(r"(?<!\d)1 (?=[^\W\d])")


def written_day(day: date, form: str = "DATE_FORMAT") -> str:
    """In French the first of a month is “1er”, which no format of Django's can say."""
    written = date_format(day, form)
    if (get_language() or "").startswith("fr"):
        return FIRST_OF_MONTH.sub("1er ", written, count=1)
    return written
