"""The quick form, as the partnerships lead uses it."""

import pytest
from django.urls import reverse

from crm.models import Meeting
from tests.factories.crm import CooperationFactory, OrganisationFactory

FORM = {
    "kind": "partner",
    "held_on": "2018-06-12",
    "follow_ups-TOTAL_FORMS": 1,
    "follow_ups-INITIAL_FORMS": 0,
    "follow_ups-0-title": "Rappeler",
    "follow_ups-0-due_on": "2018-07-01",
}
URL = "/admin/network/log/"


def test_a_meeting_is_logged_and_its_organisation_shown(signed_in):
    organisation = OrganisationFactory()
    client = signed_in("partnerships")

    response = client.post(URL, FORM | {"organisations": [organisation.pk]}, follow=True)

    assert response.redirect_chain[0][0] == reverse(
        "organisations:inspect", args=[organisation.pk]
    )
    assert Meeting.objects.get().follow_ups.get().assigned_to == client.user
    assert "La rencontre est notée" in response.content.decode()


def test_several_organisations_lead_to_the_meeting(signed_in):
    response = signed_in("partnerships").post(URL, FORM | {"organisations": ["+Un", "+Deux"]})

    assert response.url == reverse("meetings:inspect", args=[Meeting.objects.get().pk])


def test_what_was_typed_stays_when_something_is_missing(signed_in):
    response = signed_in("partnerships").post(
        URL, FORM | {"held_on": "", "organisations": ["+Les Petits Pas"]}
    )

    assert "Les Petits Pas" in response.content.decode()
    assert not Meeting.objects.exists()


def test_a_broken_follow_up_date_logs_nothing(signed_in):
    data = FORM | {"organisations": ["+Un"], "follow_ups-0-due_on": "demain"}

    assert signed_in("partnerships").post(URL, data).status_code == 200
    assert not Meeting.objects.exists()


def test_forms_without_their_counters_are_answered(signed_in):
    assert signed_in("partnerships").post(URL, {"kind": "partner"}).status_code == 200


def test_the_address_names_whom_one_met(signed_in):
    organisation, cooperation = OrganisationFactory(name="Voisins"), CooperationFactory()

    page = signed_in("partnerships").get(
        URL, {"organisations": [organisation.pk, "'"], "cooperation": cooperation.pk}
    )

    assert f'value="{organisation.pk}"' in page.content.decode()
    assert f'<option value="{cooperation.pk}" selected>' in page.content.decode()


@pytest.mark.parametrize("role", ["communication", "reading"])
def test_other_roles_log_nothing(role, signed_in):
    response = signed_in(role).post(URL, FORM | {"organisations": ["+Un"]})

    assert response.status_code == 302 and not Meeting.objects.exists()
