"""What the long forms tell and fill in."""

import pytest
from django.urls import reverse

from crm.models import OrganisationLink
from crm.signals import stage_changed
from tests.factories.crm import CooperationStageFactory, OrganisationFactory


def form(row, stage):
    counters = {
        f"{name}-{count}": int(name == "stages" and count != "MAX_NUM_FORMS")
        for name in ("stages", "facilitators")
        for count in ("TOTAL_FORMS", "INITIAL_FORMS", "MAX_NUM_FORMS")
    }
    return counters | {
        "name": "Ain",
        "territory": row.cooperation.territory_id,
        "stages-0-id": row.pk,
        "stages-0-stage": stage,
        "stages-0-started_on": "2016-05-01",
    }


@pytest.mark.parametrize(("stage", "count"), [("mature", 1), ("active", 0)])
def test_a_change_of_stage_is_told(stage, count, signed_in):
    told, row = [], CooperationStageFactory(stage="active")

    def on_stage_changed(stage, **kwargs):
        told.append(stage.stage)

    stage_changed.connect(on_stage_changed)
    url = reverse("cooperations:edit", args=[row.cooperation.pk])
    response = signed_in("partnerships").post(url, form(row, stage))
    stage_changed.disconnect(on_stage_changed)

    assert response.status_code == 302
    assert told == ["mature"] * count


@pytest.mark.parametrize("named", ["x", "-1", "9" * 40])
def test_a_nonsense_organisation_is_none(named, signed_in):
    url = reverse("charter_signatures:add")

    assert signed_in("partnerships").get(url, {"organisation": named}).status_code == 200


def test_the_address_names_who_signed(signed_in):
    organisation = OrganisationFactory(name="Voisins solidaires")

    page = signed_in("partnerships").get(
        reverse("charter_signatures:add"), {"organisation": organisation.pk}
    )

    assert "Voisins solidaires" in page.content.decode()


def test_a_link_with_another_organisation_is_added_and_taken_away(signed_in):
    member, union = OrganisationFactory(name="Voisins"), OrganisationFactory(name="L’Union")
    client = signed_in("partnerships")
    url = reverse("organisations:edit", args=[member.pk])
    rows = {"links-INITIAL_FORMS": 0, "links-TOTAL_FORMS": 1, "name": "Voisins", "kind": "other"}
    link = {"links-0-kind": "member", "links-0-target": union.pk}

    assert client.post(url, rows | link).status_code == 302
    kept = OrganisationLink.objects.get(source=member, kind="member", target=union)
    assert (
        "L’Union"
        in client.get(reverse("organisations:inspect", args=[member.pk])).content.decode()
    )

    rows["links-INITIAL_FORMS"] = 1
    gone = {"links-0-id": kept.pk, "links-0-DELETE": "on"}
    assert client.post(url, rows | link | gone).status_code == 302
    assert not OrganisationLink.objects.exists()
