"""What the CRM tells of an organisation and of a person."""

import datetime as dt

from django.utils import timezone

from crm.network_history import follow_ups_of, organisation_or_person
from tests.factories import crm as make


def titles(subject):
    return sorted(entry.title for entry in organisation_or_person(subject, 20))


def test_an_organisation_has_all_its_kinds_of_entries():
    organisation = make.OrganisationFactory()
    make.MeetingFactory(title="Point", organisations=[organisation])
    make.InterviewFactory(subject="Grand âge", organisation=organisation)
    make.CharterSignatureFactory(organisation=organisation, withdrawn_on=dt.date(2019, 1, 1))
    make.FollowUpFactory(title="Fait", organisation=organisation, done_at=timezone.now())
    make.FollowUpFactory(title="À faire", organisation=organisation)
    make.MeetingFactory(title="Ailleurs", organisations=[make.OrganisationFactory()])

    entries = list(organisation_or_person(organisation, 20))

    assert len(entries) == 5
    assert {"Point", "Grand âge", "Fait"} < set(titles(organisation))


def test_a_person_has_theirs():
    person = make.PersonFactory()
    make.MeetingFactory(title="Point", people=[person])
    make.InterviewFactory(subject="Grand âge", interviewer=person)
    make.MeetingFactory(title="Ailleurs", people=[make.PersonFactory()])

    assert titles(person) == ["Grand âge", "Point"]


def test_other_subjects_have_none():
    assert list(organisation_or_person(make.CooperationFactory(), 20)) == []


def test_sources_read_no_more_than_asked():
    organisation = make.OrganisationFactory()
    for _number in range(4):
        make.MeetingFactory(organisations=[organisation])

    assert len(list(organisation_or_person(organisation, 3))) == 3


def test_a_promise_to_nobody_in_particular_is_shared_by_who_came():
    one, other = make.OrganisationFactory.create_batch(2)
    meeting = make.MeetingFactory(organisations=[one, other])
    shared = make.FollowUpFactory(meeting=meeting)
    make.FollowUpFactory(meeting=meeting, organisation=other)

    assert list(follow_ups_of(one)) == [shared]
