"""Suggestions while somebody types a name."""

from django.urls import reverse

from tests.factories.crm import OrganisationFactory, PersonFactory


def suggested(client, model_name, text):
    return client.get(reverse("suggest", args=[model_name]), {"q": text})


def test_organisations_by_name(signed_in):
    organisation = OrganisationFactory(name="Fondation de l’Ouest", short_name="FO")

    (result,) = suggested(signed_in("partnerships"), "organisation", "ouest").json()["results"]

    assert result == {
        "value": str(organisation.pk),
        "label": "FO",
        "detail": "Fondation de l’Ouest",
    }


def test_people_by_name(signed_in):
    PersonFactory(first_name="Jeanne", last_name="Kermarrec")

    results = suggested(signed_in("reading"), "person", "jeanne kerm").json()["results"]

    assert [result["label"] for result in results] == ["Jeanne Kermarrec"]


def test_nothing_typed_suggests_nothing(signed_in):
    OrganisationFactory()

    assert suggested(signed_in("reading"), "organisation", "\0 ").json() == {"results": []}


def test_other_models_are_not_suggested(signed_in):
    assert suggested(signed_in("administrator"), "user", "a").status_code == 404


def test_strangers_get_no_names(client):
    OrganisationFactory(name="Secrète")

    response = suggested(client, "organisation", "secr")

    assert response.status_code == 302 and b"Secr" not in response.content
