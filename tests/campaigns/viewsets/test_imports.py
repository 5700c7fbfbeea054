import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import SubscriberImport
from tests.factories.campaigns import NewsletterFactory, SubscriberImportFactory


def test_a_file_is_uploaded_and_its_columns_are_shown(alice):
    newsletter = NewsletterFactory()
    file = SimpleUploadedFile("people.csv", b"courriel,ville\nzoe@example.org,Rennes\n")

    answer = alice.post(
        reverse("subscriber_import:add"),
        {"file": file, "newsletter": newsletter.pk, "consent_source": "Forum"},
        follow=True,
    )

    run = SubscriberImport.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("subscriber_import:inspect", args=[run.pk])
    assert "Rennes" in answer.content.decode()
    assert run.state == SubscriberImport.State.UPLOADED


def test_the_list_leads_to_each_import(alice):
    run = SubscriberImportFactory(name="adherents.xlsx")

    page = alice.get(reverse("subscriber_import:index")).content.decode()

    assert "adherents.xlsx" in page
    assert reverse("subscriber_import:inspect", args=[run.pk]) in page


def test_an_empty_list_says_what_an_import_takes(alice):
    page = alice.get(reverse("subscriber_import:index")).content.decode()

    assert "No file was imported yet" in page
    assert f'<a href="{reverse("subscriber_import:add")}">' in page


@pytest.mark.parametrize("name", ["index", "add"])
def test_who_may_not_import_sees_nothing(sign_in, name):
    answer = sign_in("bruno", "reading").get(reverse(f"subscriber_import:{name}"))

    assert answer.status_code == 302
