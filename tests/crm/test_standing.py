import datetime as dt

import pytest

from crm.models import CitizenTeam, Territory
from crm.standing import standing
from tests.factories.crm import CitizenTeamFactory

DAY = dt.date(2018, 12, 31)


@pytest.mark.parametrize(
    ("created_on", "closed_on", "stood"),
    [
        (DAY, None, True),
        (dt.date(2019, 1, 1), None, False),
        (dt.date(2015, 1, 1), dt.date(2019, 1, 1), True),
        (dt.date(2015, 1, 1), DAY, False),
    ],
)
def test_what_began_by_then_and_did_not_end_stood(created_on, closed_on, stood):
    CitizenTeamFactory(created_on=created_on, closed_on=closed_on)

    teams = CitizenTeam.objects.filter(standing(DAY, began="created_on", ended="closed_on"))

    assert teams.exists() is stood


def test_it_looks_through_a_relation():
    CitizenTeamFactory(created_on=DAY)

    found = standing(DAY, began="teams__created_on", ended="teams__closed_on")

    assert Territory.objects.filter(found).count() == 1
