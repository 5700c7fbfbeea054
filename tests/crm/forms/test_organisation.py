"""Links that make no sense get one sentence, not an error of the database."""

import pytest
from django.urls import reverse

from crm.models import OrganisationLink
from tests.factories.crm import OrganisationFactory


@pytest.fixture
def save(signed_in):
    def post(organisation, *targets):
        rows = {"name": organisation.name, "kind": "other"}
        rows |= {"links-INITIAL_FORMS": 0, "links-TOTAL_FORMS": len(targets)}
        for number, target in enumerate(targets):
            rows |= {f"links-{number}-kind": "member", f"links-{number}-target": target.pk}
        url = reverse("organisations:edit", args=[organisation.pk])
        return signed_in("partnerships").post(url, rows)

    return post


def test_an_organisation_is_not_linked_to_itself(save):
    organisation = OrganisationFactory(name="Voisins")

    page = save(organisation, organisation)

    assert "Choisissez une autre organisation que celle-ci." in page.content.decode()
    assert not OrganisationLink.objects.exists()


def test_a_link_is_said_once(save):
    union = OrganisationFactory(name="L’Union")

    page = save(OrganisationFactory(name="Voisins"), union, union)

    assert "Ce lien est saisi deux fois" in page.content.decode()
    assert not OrganisationLink.objects.exists()


def test_two_links_are_kept(save):
    save(OrganisationFactory(name="Voisins"), *OrganisationFactory.create_batch(2))

    assert OrganisationLink.objects.count() == 2
