import pytest
from django.urls import reverse

from crm.models import DataProtection


@pytest.mark.parametrize("role", ["communication", "partnerships", "reading"])
def test_the_team_reads_it_and_is_not_asked_to_complete_it(signed_in, role):
    page = signed_in(role).get(reverse("processing_register")).content.decode()

    assert "Ouvertures et clics par personne" in page and "3 ans" in page
    assert "Indiquer qui est responsable" not in page


def test_an_administrator_completes_it(signed_in):
    DataProtection.objects.create(controller="Réseau Voisins")
    client = signed_in("administrator")

    page = client.get(reverse("processing_register")).content.decode()

    assert "Réseau Voisins" in page
    edit = reverse("wagtailsettings:edit", args=["crm", "dataprotection"])
    assert edit in page
    assert client.get(edit, follow=True).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "docx"])
def test_it_is_taken_as_a_file(signed_in, kind):
    answer = signed_in("administrator").get(reverse("processing_register"), {"format": kind})

    assert f".{kind}" in answer["Content-Disposition"]
    assert len(answer.content) > 1000


def test_a_stranger_sees_nothing(client):
    assert client.get(reverse("processing_register")).status_code == 302
