import pytest
from django.core.exceptions import ValidationError

from campaigns.forms.fields import AddressField, NameField, TerritoryField
from tests.factories.crm import TerritoryFactory


def test_an_address_is_kept_as_typed():
    assert AddressField().clean(" Zoe@Example.org ") == "Zoe@Example.org"


@pytest.mark.parametrize("typed", ["", "zoe", "zoe@example", "zoe@example.org\nbcc: x@y.org"])
def test_a_malformed_address_is_refused(typed):
    with pytest.raises(ValidationError):
        AddressField().clean(typed)


@pytest.mark.parametrize("typed", ["Zo\u2028é", "<b>", "see https://spam.example", "x" * 101])
def test_a_name_is_no_place_for_a_link(typed):
    with pytest.raises(ValidationError):
        NameField("First name", autocomplete="given-name").clean(typed)


def test_nobody_has_to_say_their_name_or_where_they_live():
    assert NameField("First name", autocomplete="given-name").clean("") == ""
    assert TerritoryField("Territory").clean("") is None


def test_a_departement_is_named_by_its_code():
    ain = TerritoryFactory(code="01")

    assert TerritoryField("Territory").clean("01") == ain
