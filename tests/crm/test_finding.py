"""People type parts of names, without accents."""

import pytest
from wagtail.search.index import insert_or_update_object

from crm.finding import find
from crm.models import FollowUp, Meeting, Organisation, Person
from tests.factories.crm import (
    FollowUpFactory,
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
)


@pytest.mark.parametrize("text", ["Évr", "élodie évrard", "evrard", "ELODIE"])
def test_found_without_accents_or_word_ends_once_indexed(text):
    person = PersonFactory(first_name="Élodie", last_name="Évrard")
    PersonFactory(first_name="Marc", last_name="Le Guen")
    insert_or_update_object(person)

    rows = find(Person.objects.all(), text, fields=("first_name", "last_name"))

    assert list(rows) == [person]


@pytest.mark.parametrize("text", ["cote", "CÔTE D", "cote-d'or", "or cote"])
def test_found_without_accents_where_nothing_is_indexed(text):
    follow_up = FollowUpFactory(title="Écrire en Côte-d’Or")
    FollowUpFactory(title="Écrire dans la Creuse")

    assert list(find(FollowUp.objects.all(), text, fields=("title", "notes"))) == [follow_up]


def test_found_within_a_word():
    organisation = OrganisationFactory(name="Interprofession")

    assert list(find(Organisation.objects.all(), "profess", fields=("name",))) == [organisation]


def test_a_meeting_of_two_organisations_is_found_once():
    organisations = [OrganisationFactory(name=f"Voisins {place}") for place in "AB"]
    meeting = MeetingFactory(organisations=organisations)
    MeetingFactory()

    rows = find(Meeting.objects.all(), "voisins", fields=("organisations__name",))

    assert list(rows) == [meeting]


def test_what_rows_left_out_stays_out():
    OrganisationFactory(name="Voisins", kind="health")

    rows = Organisation.objects.exclude(kind="health")

    assert not find(rows, "voisins", fields=("name",)).exists()
