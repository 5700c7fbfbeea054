"""Naming several records in one field."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from crm.forms.tokens import TokenField, TokenInput
from crm.models import Organisation
from tests.factories.crm import OrganisationFactory


def test_known_records_and_new_names():
    organisation = OrganisationFactory()

    tokens = TokenField(Organisation).clean([str(organisation.pk), "+Les  Petits Pas "])

    assert (tokens.known, tokens.new) == ([organisation], ["Les Petits Pas"])


@pytest.mark.parametrize("value", ["999999", "x", "-1", "9" * 40, "+" + "a" * 101])
def test_nonsense_is_refused(value):
    with pytest.raises(ValidationError):
        TokenField(Organisation).clean([value])


def test_nothing_is_refused_where_something_is_needed():
    with pytest.raises(ValidationError):
        TokenField(Organisation).clean([])


def test_the_page_holds_the_chosen_records_only():
    chosen, other = OrganisationFactory(name="Voisins"), OrganisationFactory(name="Ailleurs")
    widget = TokenInput(Organisation, new=True)
    data = QueryDict(mutable=True)
    data.setlist("o", [str(chosen.pk), "+<b>Neuve</b>"])

    html = widget.render("o", widget.value_from_datadict(data, {}, "o"), {"id": "id_o"})

    assert "Voisins" in html and other.name not in html
    assert "&lt;b&gt;Neuve&lt;/b&gt;" in html
