import pytest

from crm import yearly_counts as counts
from crm.models import CitizenTeam, Cooperation
from crm.territories import load_territories
from media_kit.demonstration import organisations, territories


@pytest.fixture(scope="module", autouse=True)
def loaded(load_once):
    with load_once():
        load_territories()
        organisations.load()
        territories.load()
        yield


@pytest.mark.parametrize(
    ("year", "total"), [(2014, 14), (2015, 26), (2016, 33), (2018, 61), (2020, 66)]
)
def test_cooperations_add_up(year, total):
    assert counts.cooperations_total(year) == total


def test_seventy_cooperations_first_contacts_included():
    assert Cooperation.objects.count() == 70


def test_stages_of_2018():
    assert counts.cooperations_by_stage(2018) == {
        "dormant": 7,
        "under_way": 13,
        "active": 24,
        "mature": 17,
    }


def test_facilitators_of_2018():
    assert counts.facilitators(2018) == 170


@pytest.mark.parametrize(("year", "total"), [(2016, 184), (2017, 218), (2018, 275), (2020, 712)])
def test_teams_add_up(year, total):
    assert counts.teams_total(year) == total


@pytest.mark.parametrize(("year", "shares"), [(2016, [67, 21, 10, 2]), (2018, [60, 25, 15, 0])])
def test_carriers_have_their_shares(year, shares):
    carriers = counts.teams_by_carrier(year)

    whole = sum(carriers.values())
    assert [round(100 * carriers[kind] / whole) for kind in CitizenTeam.CarrierKind] == shares
