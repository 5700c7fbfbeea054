import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory

from campaigns.forms.subscriber_import import ColumnsForm, ImportForm
from campaigns.importing.runs import ColumnSeen
from campaigns.models import SubscriberImport
from tests.factories.campaigns import NewsletterFactory
from tests.factories.crm import UserFactory

COLUMNS = [ColumnSeen("courriel", [], "email"), ColumnSeen("ville", [], "")]


def upload(**answers):
    fields = ["file", "newsletter", "consent_source"]
    made = modelform_factory(SubscriberImport, form=ImportForm, fields=fields)
    file = SimpleUploadedFile("Adhérents 2026.csv", b"email\nzoe@example.org\n")
    return made(answers, {"file": file}, for_user=UserFactory())


def test_the_name_of_the_file_and_who_sent_it_are_kept():
    form = upload()

    assert form.is_valid(), form.errors
    run = form.save()
    assert run.name == "Adhérents 2026.csv"
    assert run.created_by == form.for_user


def test_nobody_is_subscribed_without_a_proof():
    newsletter = NewsletterFactory()

    assert "consent_source" in upload(newsletter=newsletter.pk).errors
    assert upload(newsletter=newsletter.pk, consent_source="Forum").is_valid()


def test_columns_become_a_mapping():
    form = ColumnsForm({"column-0": "email", "column-1": "territory"}, columns=COLUMNS)

    assert form.is_valid()
    assert form.mapping() == {"courriel": "email", "ville": "territory"}


@pytest.mark.parametrize(
    "answers", [{"column-0": ""}, {"column-0": "email", "column-1": "email"}, {"column-0": "shoe"}]
)
def test_columns_that_will_not_do_are_refused(answers):
    assert not ColumnsForm(answers, columns=COLUMNS).is_valid()


def test_several_columns_may_tell_of_departures():
    assert ColumnsForm(
        {"column-0": "email", "column-1": "left", "column-2": "left"},
        columns=[*COLUMNS, ColumnSeen("parti", [], "left")],
    ).is_valid()
