"""A meeting logged in one go is a meeting, its people and its promises."""

import datetime as dt

import pytest

from crm.models import Meeting, Organisation, Person
from crm.quick_log import Account, Promise, log_meeting
from crm.signals import meeting_held
from tests.factories.crm import OrganisationFactory, PersonFactory, UserFactory

DAY = dt.date(2018, 6, 12)


def account(**told) -> Account:
    return Account(kind=Meeting.Kind.PARTNER, held_on=DAY, **told)


def test_everything_is_written():
    organisation, person, by = OrganisationFactory(), PersonFactory(), UserFactory()

    meeting = log_meeting(
        account(organisations=[organisation], people=[person], notes="Bon échange"), by=by
    )

    assert list(meeting.organisations.all()) == [organisation]
    assert [row.person for row in meeting.participations.all()] == [person]
    assert (meeting.notes, meeting.logged_by) == ("Bon échange", by)


def test_unknown_names_become_records():
    meeting = log_meeting(
        account(new_organisations=["Les Petits Pas"], new_people=["Anne Marie Le-Bris"]), by=None
    )

    (person,) = meeting.people.all()
    assert (person.first_name, person.last_name) == ("Anne Marie", "Le-Bris")
    assert person.positions.get().organisation.name == "Les Petits Pas"


def test_with_two_organisations_nobody_knows_where_a_newcomer_works():
    meeting = log_meeting(
        account(organisations=OrganisationFactory.create_batch(2), new_people=["Marc"]), by=None
    )

    person = meeting.people.get()
    assert (person.last_name, person.positions.count()) == ("Marc", 0)


def test_a_known_name_makes_no_second_organisation():
    OrganisationFactory(name="Les Petits Pas")

    log_meeting(account(new_organisations=["les petits pas"]), by=None)

    assert Organisation.objects.count() == 1


def test_promises_know_whom_they_were_made_to():
    organisation, by = OrganisationFactory(), UserFactory()

    meeting = log_meeting(
        account(organisations=[organisation], promises=[Promise("Rappeler", DAY)]), by=by
    )

    promise = meeting.follow_ups.get()
    assert (promise.title, promise.due_on, promise.done_at) == ("Rappeler", DAY, None)
    assert (promise.organisation, promise.person, promise.assigned_to) == (organisation, None, by)


def test_the_same_person_twice_comes_once():
    person = PersonFactory()

    meeting = log_meeting(account(people=[person, person]), by=None)

    assert meeting.participations.count() == 1


def test_a_receiver_that_fails_leaves_nothing_behind():
    def on_meeting_held(**kwargs):
        raise RuntimeError

    meeting_held.connect(on_meeting_held)
    with pytest.raises(RuntimeError):
        log_meeting(account(new_people=["Anne Bris"]), by=None)
    meeting_held.disconnect(on_meeting_held)

    assert not Meeting.objects.exists() and not Person.objects.exists()
