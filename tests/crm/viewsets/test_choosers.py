"""Choosing an organisation or a person, or making one on the way."""

from django.urls import reverse

from crm.models import Organisation
from tests.factories import crm as make


def test_a_chooser_makes_an_organisation_on_the_way(signed_in):
    url = reverse("organisation_chooser:create")
    client = signed_in("partnerships")

    client.post(url, {"name": "Voisins", "kind": "association", "short_name": "", "city": ""})

    assert Organisation.objects.get().name == "Voisins"
    assert "Voisins" in client.get(reverse("organisation_chooser:choose")).content.decode()


def test_a_person_is_found(signed_in):
    make.PersonFactory(last_name="Kermarrec")

    page = signed_in("reading").get(reverse("person_chooser:choose"))

    assert "Kermarrec" in page.content.decode()
