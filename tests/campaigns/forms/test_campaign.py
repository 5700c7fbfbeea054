import datetime as dt

import pytest
from django.utils import timezone

from campaigns.forms.campaign import CommentForm, ScheduleForm

PARIS = timezone.get_default_timezone()


def test_the_time_typed_is_local_time():
    form = ScheduleForm({"at": "2090-07-14T09:00"})

    assert form.is_valid()
    assert form.cleaned_data["at"] == dt.datetime(2090, 7, 14, 9, tzinfo=PARIS)


@pytest.mark.parametrize("at", ["", "tomorrow", "2020-01-01T09:00"])
def test_what_is_no_moment_to_come_is_refused_once(at):
    form = ScheduleForm({"at": at})

    assert len(form.errors["at"]) == 1


def test_an_hour_that_the_clock_change_skips_is_refused():
    assert "at" in ScheduleForm({"at": "2090-03-26T02:30"}).errors


def test_a_comment_has_an_end():
    assert CommentForm({"comment": "x" * 2000}).is_valid()
    assert not CommentForm({"comment": "x" * 2001}).is_valid()
