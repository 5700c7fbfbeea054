"""The départements come with the product."""

from crm.models import Territory
from crm.territories import departements, load_territories


def test_all_departements_are_there_after_migrating():
    assert {code for code, _name, _region in departements()} <= set(
        Territory.objects.values_list("code", flat=True)
    )
    assert len(departements()) == 101


def test_loading_again_adds_what_is_missing_and_renames_nothing():
    Territory.objects.filter(code="2A").delete()
    Territory.objects.filter(code="35").update(name="35")

    assert load_territories() == 1
    assert load_territories() == 0
    assert Territory.objects.get(code="35").name == "35"
    assert Territory.objects.get(code="2A").region == "Corse"
