from datetime import UTC, datetime

import pytest

from campaigns.models import Campaign, Event, TrackingClass
from campaigns.tracking.audiences import count_audience
from campaigns.tracking.tables import OF_A_CAMPAIGN, OF_ALL
from tests.factories.campaigns import (
    CampaignFactory,
    DeliveryFactory,
    EventFactory,
    LinkFactory,
    SubscriptionFactory,
)

BEGAN = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def campaign():
    sent = CampaignFactory(name="Septembre", state=Campaign.State.SENT, began_at=BEGAN)
    read = DeliveryFactory(campaign=sent, opens=TrackingClass.IDENTIFIED)
    EventFactory(delivery=read, at=BEGAN)
    EventFactory(delivery=read, at=BEGAN, kind=Event.Kind.CLICK, link=LinkFactory(campaign=sent))
    EventFactory(delivery=read, at=BEGAN, verdict=Event.Verdict.MACHINE)
    count_audience(sent)
    return sent


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("hits", ["ouverture", 2, 1, 1, 0]),
        ("hours", ["2026-09-01 14:00", 1, 1]),
        ("parts", ["Domaine de l’adresse", "example.org", 1, 1, 1, "100,0", "20,6", "100,0", 0]),
    ],
)
def test_each_table_says_what_the_screen_says(campaign, table, row):
    made = OF_A_CAMPAIGN[table](campaign)

    assert list(made.rows)[0] == row
    assert len(made.header) == len(row)


def test_a_part_without_a_name_is_named_as_on_the_screen(campaign):
    made = OF_A_CAMPAIGN["parts"](campaign)

    territories = [row[1] for row in made.rows if row[0] == "Territoire"]
    assert territories == ["territoire inconnu"]
    assert made.header[4] == "Dont ouverts"


def test_links_come_with_their_hits(campaign):
    [row] = OF_A_CAMPAIGN["links"](campaign).rows

    assert row == [campaign.links.get().url, 1, 0, 0, 1]


def test_issues_have_a_line_each(campaign):
    made = OF_ALL["issues"](None)

    [row] = made.rows
    assert row[:4] == ["Septembre", "2026-09-01 14:00", 1, 1]
    assert (row[-1], len(row)) == ("non", len(made.header))


def test_growth_has_a_line_a_month():
    SubscriptionFactory()

    made = OF_ALL["growth"](None)

    assert [row[1:] for row in made.rows] == [[1, 0, 1]]
