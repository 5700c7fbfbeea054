import pytest

from crm.identifying import NotOne, described, one_person
from tests.factories.crm import OrganisationFactory, PersonFactory, PositionFactory


@pytest.fixture
def zoe():
    return PersonFactory(first_name="Zoé", last_name="Le Goff", email="")


@pytest.mark.parametrize("typed", ["Zoé Le Goff", " zoe  le goff ", "ZOE LE GOFF"])
def test_the_whole_name_is_enough_whatever_its_accents(zoe, typed):
    PersonFactory(first_name="Zoé", last_name="Goff")

    assert one_person(typed) == zoe


def test_so_is_the_number_of_the_page(zoe):
    assert one_person(f"#{zoe.pk}") == one_person(f" {zoe.pk} ") == zoe


@pytest.mark.parametrize("typed", ["", "#", "–", "Goff", "Zoé", "#999999", "9" * 40, "%", "#-1"])
def test_part_of_a_name_is_nobody(zoe, typed):
    with pytest.raises(NotOne):
        one_person(typed)


def test_of_namesakes_none_is_taken_and_each_is_told_with_their_post(zoe):
    other = PersonFactory(first_name="Zoe", last_name="Le Goff", email="")
    PositionFactory(person=other, organisation=OrganisationFactory(name="Emmaüs"))

    with pytest.raises(NotOne) as told:
        one_person("Zoé Le Goff")

    assert described(zoe) in str(told.value)
    assert f"#{other.pk} Zoe Le Goff (Emmaüs)" in str(told.value)
