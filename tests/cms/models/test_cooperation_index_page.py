from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.cms import CooperationIndexPageFactory
from tests.factories.crm import (
    CitizenTeamFactory,
    CooperationFactory,
    CooperationStageFactory,
    TerritoryFactory,
)


@pytest.fixture
def page(home):
    return CooperationIndexPageFactory(parent=home)


def a_cooperation(name, stage="active", region="Bretagne", code="35", on=date(2018, 1, 1)):
    territory = TerritoryFactory(code=code, name=f"Territoire {code}", region=region)
    territory.region = region
    territory.save()
    cooperation = CooperationFactory(name=name, territory=territory)
    CooperationStageFactory(cooperation=cooperation, stage=stage, started_on=on)
    return cooperation


def shown(client, page, **query):
    response = client.get(page.url, query)
    return [cooperation.name for cooperation, _label in response.context["cooperations"]]


def test_a_cooperation_stands_with_its_latest_stage(page, client):
    cooperation = a_cooperation("Rennes", "under_way")
    CooperationStageFactory(cooperation=cooperation, stage="mature", started_on=date(2019, 1, 1))

    assert "Mature</span>" in client.get(page.url).content.decode()


def test_a_first_contact_is_no_cooperation_yet(page, client):
    a_cooperation("À peine", "first_contact")

    assert shown(client, page) == []


def test_one_region_one_stage(page, client):
    a_cooperation("Rennes", "active")
    a_cooperation("Brest", "mature", code="29")
    a_cooperation("Lille", "mature", region="Hauts-de-France", code="59")

    assert shown(client, page, region="Bretagne", stage="mature") == ["Brest"]


def test_unknown_filters_are_ignored(page, client):
    a_cooperation("Rennes")

    assert shown(client, page, region="Atlantide", stage="lost") == ["Rennes"]


def test_standing_teams_are_counted_by_territory(page, client):
    territory = TerritoryFactory()
    CitizenTeamFactory.create_batch(2, territory=territory)
    CitizenTeamFactory(territory=territory, closed_on=date(2019, 1, 1))

    context = client.get(page.url).context

    assert [(t.code, t.teams_count) for t in context["territories"]] == [("35", 2)]
    assert context["teams_count"] == 2


def queries_of(client, url):
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_three_cooperations_cost_no_more_queries_than_one(page, client):
    a_cooperation("Rennes")
    client.get(page.url)
    one = queries_of(client, page.url)
    a_cooperation("Brest", code="29")
    a_cooperation("Saint-Brieuc", code="22")

    assert queries_of(client, page.url) == one


def test_regions_and_territories_mind_no_accents(page, rf):
    for code, region in (("92", "Île-de-France"), ("35", "Bretagne"), ("31", "Occitanie")):
        a_cooperation(f"Chez {code}", region=region, code=code)
        territory = TerritoryFactory(code=f"v{code}", name=region)
        CitizenTeamFactory(territory=territory, created_on=date(2018, 1, 1))
    names = ["Bretagne", "Île-de-France", "Occitanie"]

    assert page.get_context(rf.get("/"))["regions"] == names
    assert [territory.name for territory in page.territories()] == names
