"""What all lists of the network share."""

import csv
import io
from html import unescape

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from crm.viewsets.base import NetworkViewSet
from crm.viewsets.groups import FrameGroup, NetworkGroup, PressGroup
from tests.factories import crm as make


def test_csv_holds_no_formula(signed_in):
    make.OrganisationFactory(name="=1+1", notes="+33")
    response = signed_in("reading").get(reverse("organisations:index"), {"export": "csv"})

    _heading, row = csv.reader(io.StringIO(b"".join(response.streaming_content).decode()))

    assert row[0] == "'=1+1" and row[-1] == "'+33"


def test_xlsx_holds_no_formula_and_no_control_character(signed_in):
    make.OrganisationFactory(name="=1+1", notes="a\x0bb")
    response = signed_in("reading").get(reverse("organisations:index"), {"export": "xlsx"})

    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    row = [cell.value for cell in sheet[2]]

    assert row[0] == "'=1+1" and row[-1] == "ab"


@pytest.mark.parametrize(("words", "found"), [("PARC École", True), ("lycée", False)])
def test_search_finds_words_in_any_order(words, found, signed_in):
    make.OrganisationFactory(name="École du Parc")

    page = signed_in("reading").get(reverse("organisations:index"), {"q": words})

    assert ("École du Parc" in page.content.decode()) is found


def test_a_title_opens_the_page_of_what_it_names(signed_in):
    organisation = make.OrganisationFactory()

    page = signed_in("partnerships").get(reverse("organisations:index")).content.decode()

    assert reverse("organisations:inspect", args=[organisation.pk]) in page


LISTS = [
    each
    for group in (NetworkGroup, PressGroup, FrameGroup)
    for each in group.items
    if isinstance(each, type) and issubclass(each, NetworkViewSet)
]


@pytest.mark.parametrize("viewset", LISTS, ids=lambda viewset: viewset.name)
def test_an_empty_list_says_what_it_is_for(viewset, signed_in):
    viewset.model.objects.all().delete()

    page = signed_in("administrator").get(reverse(f"{viewset.name}:index")).content.decode()

    assert viewset.first_words
    assert str(viewset.first_words) in unescape(page)
