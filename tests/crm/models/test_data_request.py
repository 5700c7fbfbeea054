import datetime as dt

import pytest
from django.utils import timezone

from crm.models import DataRequest
from crm.models.data_request import months_after
from tests.factories.crm import DataRequestFactory

TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("day", "months", "term"),
    [
        (dt.date(2026, 11, 21), 1, dt.date(2026, 12, 21)),
        (dt.date(2026, 12, 31), 1, dt.date(2027, 1, 31)),
        (dt.date(2027, 1, 31), 1, dt.date(2027, 2, 28)),
        (dt.date(2027, 11, 30), 3, dt.date(2028, 2, 29)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last(day, months, term):
    assert months_after(day, months) == term


def test_the_term_is_a_month_and_two_more_for_a_reason():
    line = DataRequestFactory(received_on=dt.date(2026, 11, 21))
    assert line.due_on == dt.date(2026, 12, 21)

    line.extended_because = "Quatre demandes de la même personne"
    line.save()

    assert line.due_on == dt.date(2027, 2, 21)


def test_overdue_comes_first_and_answered_last():
    answered = DataRequestFactory(answered_on=TODAY, outcome="done")
    fresh = DataRequestFactory()
    late = DataRequestFactory(received_on=TODAY - dt.timedelta(days=40))

    assert list(DataRequest.objects.pressing_first()) == [late, fresh, answered]
    assert list(DataRequest.objects.overdue(TODAY)) == [late]
    assert late.days_overdue > 0


def test_its_title_names_nobody():
    assert "alice" not in str(DataRequestFactory())
