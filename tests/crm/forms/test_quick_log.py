"""The quick form says what is missing and fills in what it can."""

import datetime as dt

import pytest

from crm.forms.quick_log import PromiseFormSet, QuickLogForm, in_two_weeks, told
from tests.factories.crm import FollowUpGroupFactory

DAY = {"held_on": "2018-06-12"}


def rows(*promises):
    data = {"follow_ups-TOTAL_FORMS": len(promises), "follow_ups-INITIAL_FORMS": 0}
    for number, (title, due_on) in enumerate(promises):
        data |= {f"follow_ups-{number}-title": title, f"follow_ups-{number}-due_on": due_on}
    return PromiseFormSet(data, prefix="follow_ups")


def test_somebody_must_have_been_met():
    form = QuickLogForm({"kind": "partner", **DAY})

    assert list(form.errors) == ["organisations"]


def test_a_follow_up_group_must_be_named():
    form = QuickLogForm({"kind": "follow_up_group", "organisations": ["+Voisins"], **DAY})

    assert list(form.errors) == ["group"]


def test_a_group_alone_is_enough():
    group = FollowUpGroupFactory()

    assert QuickLogForm({"kind": "follow_up_group", "group": group.pk, **DAY}).is_valid()


@pytest.mark.parametrize("field", ["kind", "held_on"])
def test_kind_and_day_are_needed(field):
    data = {"kind": "partner", "organisations": ["+Voisins"], **DAY}

    assert list(QuickLogForm(data | {field: ""}).errors) == [field]


def test_rows_without_a_title_are_nothing_and_dates_have_a_default():
    form = QuickLogForm({"kind": "partner", "organisations": ["+Voisins"], **DAY})
    promises = rows(("Rappeler", ""), ("", "2018-07-01"), ("Envoyer", "2018-07-02"))
    assert form.is_valid() and promises.is_valid()

    account = told(form, promises)

    assert [(promise.title, promise.due_on) for promise in account.promises] == [
        ("Rappeler", in_two_weeks()),
        ("Envoyer", dt.date(2018, 7, 2)),
    ]
