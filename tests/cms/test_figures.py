from datetime import date

from cms.figures import cooperations_by_region, live_figures
from tests.factories.crm import (
    CharterSignatureFactory,
    CitizenTeamFactory,
    CooperationFactory,
    CooperationStageFactory,
    TerritoryFactory,
)


def values(on):
    return [figure.value for figure in live_figures(on, cooperations_by_region(on))]


def test_they_count_what_stood_on_the_day():
    CharterSignatureFactory(signed_on=date(2016, 1, 1))
    CharterSignatureFactory(signed_on=date(2018, 1, 1))

    assert values(date(2015, 1, 1)) == []
    assert values(date(2017, 1, 1)) == [1]
    assert values(date(2019, 1, 1)) == [2]


def test_what_ended_counts_no_more():
    CharterSignatureFactory(signed_on=date(2016, 1, 1), withdrawn_on=date(2017, 6, 1))
    CitizenTeamFactory(created_on=date(2016, 1, 1), closed_on=date(2017, 6, 1))

    assert values(date(2017, 1, 1)) == [1, 1]
    assert values(date(2018, 1, 1)) == []


def test_cooperations_are_counted_by_region():
    for code, region in (("35", "Bretagne"), ("29", "Bretagne"), ("59", "Hauts-de-France")):
        territory = TerritoryFactory(code=f"t{code}", name=code, region=region)
        CooperationStageFactory(
            cooperation=CooperationFactory(territory=territory),
            stage="active",
            started_on=date(2017, 1, 1),
        )

    assert cooperations_by_region(date(2018, 1, 1)) == {"Bretagne": 2, "Hauts-de-France": 1}
    assert values(date(2018, 1, 1)) == [3]


def test_regions_stand_in_the_order_of_their_names_whatever_their_accents():
    for number, region in enumerate(("Occitanie", "Île-de-France", "Bretagne")):
        territory = TerritoryFactory(code=f"t{number}", name=region, region=region)
        CooperationStageFactory(
            cooperation=CooperationFactory(territory=territory),
            stage="active",
            started_on=date(2017, 1, 1),
        )

    assert list(cooperations_by_region(date(2018, 1, 1))) == [
        "Bretagne",
        "Île-de-France",
        "Occitanie",
    ]
