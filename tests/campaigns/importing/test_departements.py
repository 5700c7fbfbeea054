import pytest

from campaigns.importing.departements import Departements
from crm.models import Territory


@pytest.fixture
def code_of():
    """What is found for this text, by its code; those of the migration are all there."""
    codes = dict(Territory.objects.values_list("pk", "code"))
    known = Departements()
    return lambda text: codes.get(known.find(text))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(("1", "01"), ("01", "01"), ("1.0", "01"), ("01 - Ain", "01"), ("01000", "01")),
        *(("2a", "2A"), ("2 A", "2A"), ("2-B", "2B"), ("2 b", "2B"), ("Haute-Corse (2B)", "2B")),
        *(("20000", "2A"), ("20167", "2A"), ("20200", "2B"), ("20600 Bastia", "2B")),
        *(("971", "971"), ("97110", "971"), ("Réunion", "974"), ("la réunion", "974")),
        *(("Paris (75)", "75"), ("75012 Paris", "75"), ("Lyon (69)", "69"), ("69 Lyon", "69")),
        *(("Dept. 33", "33"), ("dép. 2A", "2A"), ("Département 33", "33"), ("Ain 1", "01")),
        *(("Département de l’Ain", "01"), ("L'Ain", "01"), ("departement du rhone", "69")),
        *(("Côtes d’Armor", "22"), ("ILLE ET VILAINE", "35"), ("69001, 69002", "69")),
    ],
)
def test_departements_are_taken_as_people_type_them(code_of, typed, code):
    assert code_of(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        *("69, 38", "69/38", "01 Rhône", "Paris 12", "Lyon 3", "75 Paris 12", "12e", "2 bis"),
        *("20", "20300", "20999", "99", "00", "1000", "00100", "690", "69D", "3 rue Basse"),
        *("", "Atlantide", "département", "75 001"),
    ],
)
def test_what_is_doubtful_is_no_departement(code_of, typed):
    assert code_of(typed) is None
