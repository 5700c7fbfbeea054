import pytest

from crm.models import CitizenTeam, Person, Territory
from tests.factories.crm import CitizenTeamFactory, PersonFactory


@pytest.fixture
def named():
    PersonFactory(last_name="Le Guen")
    return lambda name: PersonFactory(last_name=name)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Évrard", "evr"),
        ("Evrard", "ÉVR"),
        ("Lebœuf", "boeuf"),
        ("L’Hôte", "l'hote"),
        ("L'Hôte", "L’Hôte"),
    ],
)
def test_a_name_is_found_however_it_is_typed(named, name, typed):
    person = named(name)

    assert list(Person.objects.filter(last_name__plain__contains=typed)) == [person]


@pytest.mark.parametrize("typed", ["%", "_", "\\"])
def test_signs_stand_for_themselves(named, typed):
    person = named(f"a{typed}b")

    assert list(Person.objects.filter(last_name__plain__contains=typed)) == [person]


def test_lists_of_names_mind_no_accents():
    names = [territory.name for territory in Territory.objects.all()]

    corse, cote, creuse = (names.index(n) for n in ("Corse-du-Sud", "Côte-d'Or", "Creuse"))
    assert corse < cote < creuse


def test_what_refers_to_a_name_can_be_listed_by_it():
    territories = Territory.objects.filter(code__in=["21", "23", "2A"])
    teams = [CitizenTeamFactory(territory=territory) for territory in territories]

    assert list(CitizenTeam.objects.order_by("territory")) == teams
