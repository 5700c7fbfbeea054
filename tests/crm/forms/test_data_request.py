import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.admin.panels import get_form_for_model

from crm.forms.data_request import DataRequestForm
from crm.models import DataRequest
from crm.roles import give_role
from tests.factories.crm import DataRequestFactory, UserFactory

TODAY = timezone.localdate()
TYPED = {"kind": "access", "way": "letter", "received_on": TODAY, "email": "alice@example.org"}
Form = get_form_for_model(DataRequest, DataRequestForm, fields=DataRequestForm.Meta.fields)


@pytest.fixture
def officer():
    user = UserFactory()
    give_role(user, "administrator")
    return user


def filled(officer, files=None, instance=None, **typed):
    return Form(TYPED | typed, files, instance=instance, for_user=officer)


def test_who_wrote_it_down_and_who_checked_is_kept(officer):
    form = filled(officer, identity_check="document")

    assert form.is_valid(), form.errors
    line = form.save()

    assert (line.created_by, line.identity_checked_by) == (officer, officer)
    assert line.identity_checked_on == TODAY
    assert line.is_open


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "", "name": ""}, "email"),
        ({"email": "not an address"}, "email"),
        ({"received_on": TODAY + dt.timedelta(days=1)}, "received_on"),
        ({"answered_on": TODAY}, "outcome"),
        ({"outcome": "refused"}, "answer"),
        ({"outcome": "done", "answered_on": TODAY - dt.timedelta(days=1)}, "answered_on"),
        (
            {"received_on": TODAY - dt.timedelta(days=40), "extended_because": "Complexe"},
            "extended_because",
        ),
    ],
)
def test_a_mistake_is_named_where_it_is(officer, typed, field):
    form = filled(officer, **typed)

    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_an_answer_has_its_day_and_its_author(officer):
    form = filled(officer, outcome="nothing_held")
    assert form.is_valid(), form.errors

    line = form.save()

    assert (line.answered_on, line.answered_by) == (TODAY, officer)


def test_a_program_is_no_letter(officer):
    file = SimpleUploadedFile("letter.html", b"<script>")

    form = filled(officer, files={"letter": file})

    assert list(form.errors) == ["letter"]


def test_a_line_whose_address_has_gone_can_still_be_edited(officer):
    line = DataRequestFactory(email="", outcome="done", answered_on=TODAY)

    assert filled(officer, instance=line, email="", outcome="done", answered_on=TODAY).is_valid()


def test_who_may_not_answer_has_no_field_for_it():
    colleague = UserFactory()
    give_role(colleague, "partnerships")

    fields = set(Form(for_user=colleague).fields)

    assert "details" in fields
    assert not fields & {"outcome", "answer", "proof", "extended_because"}
