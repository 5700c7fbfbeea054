"""Each figure counts its rows, the right ones, in the right year."""

import datetime as dt

import pytest
from django.utils import timezone

from crm import yearly_counts as counts
from crm.models import Meeting, Organisation, TrainingSession
from tests.factories import crm as make

Kind = Meeting.Kind
IN, BEFORE, AFTER = dt.date(2018, 12, 31), dt.date(2017, 12, 31), dt.date(2019, 1, 1)


def test_signatories_stand_until_they_leave():
    make.CharterSignatureFactory(signed_on=BEFORE)
    make.CharterSignatureFactory(signed_on=IN)
    make.CharterSignatureFactory(signed_on=AFTER)
    make.CharterSignatureFactory(signed_on=BEFORE, withdrawn_on=IN)
    make.CharterSignatureFactory(signed_on=BEFORE, withdrawn_on=AFTER)

    assert counts.signatories_total(2018) == 3


def test_who_signs_again_is_not_new():
    organisation = make.OrganisationFactory()
    make.CharterSignatureFactory(
        organisation=organisation, signed_on=dt.date(2015, 1, 1), withdrawn_on=BEFORE
    )
    make.CharterSignatureFactory(organisation=organisation, signed_on=IN)
    make.CharterSignatureFactory(signed_on=IN)

    assert counts.signatories_new(2018) == 1


def test_signatories_by_kind_add_up():
    for kind in Organisation.Kind.values:
        make.CharterSignatureFactory(organisation__kind=kind)

    parts = counts.signatories_by_kind(2018)

    assert parts == {"local": 2, "associations": 3, "health": 1, "other": 6}


def test_first_contacts_are_no_cooperations_yet():
    for stage in ("first_contact", "under_way", "mature", "mature"):
        make.CooperationStageFactory(stage=stage)

    assert counts.cooperations_total(2018) == 3
    assert counts.cooperations_by_stage(2018) == {
        "under_way": 1,
        "active": 0,
        "mature": 2,
        "dormant": 0,
    }


def test_stage_is_the_last_one_of_the_year():
    cooperation = make.CooperationFactory()
    make.CooperationStageFactory(cooperation=cooperation, stage="under_way")
    make.CooperationStageFactory(cooperation=cooperation, stage="dormant", started_on=IN)
    make.CooperationStageFactory(cooperation=cooperation, stage="active", started_on=AFTER)

    assert counts.cooperations_by_stage(2018)["dormant"] == 1
    assert counts.cooperations_by_stage(2017)["under_way"] == 1


def test_cooperation_without_stage_is_under_way():
    make.CooperationFactory()

    assert counts.cooperations_by_stage(2018)["under_way"] == counts.cooperations_total(2018) == 1


def test_cooperations_new_are_those_launched_in_the_year():
    make.CooperationFactory(launched_on=IN)
    make.CooperationFactory(launched_on=BEFORE)
    make.CooperationFactory(launched_on=None)

    assert counts.cooperations_new(2018) == 1


def test_facilitators_count_once_however_many_cooperations_they_run():
    facilitator = make.FacilitatorFactory()
    make.FacilitatorFactory(person=facilitator.person)
    make.FacilitatorFactory(ended_on=IN)

    assert counts.facilitators(2018) == 1


def test_groups_are_counted_not_their_meetings():
    group = make.FollowUpGroupFactory()
    for held_on in (BEFORE, IN, IN):
        make.MeetingFactory(kind=Kind.FOLLOW_UP_GROUP, group=group, held_on=held_on)
    make.FollowUpGroupFactory()

    assert counts.follow_up_groups(2018) == 1


def test_gathering_of_two_days_counts_its_people_once():
    people = make.PersonFactory.create_batch(3)
    make.MeetingFactory(kind=Kind.GATHERING, people=people)
    make.MeetingFactory(kind=Kind.GATHERING, people=people[:2])
    make.MeetingFactory(kind=Kind.PLENARY, people=make.PersonFactory.create_batch(5))

    assert counts.gathering_participants(2018) == 3


def test_excused_people_did_not_come():
    meeting = make.MeetingFactory(kind=Kind.GATHERING, people=[make.PersonFactory()])
    meeting.participations.all().update(excused=True)

    assert counts.gathering_participants(2018) == 0


def test_head_count_wins_when_larger():
    make.MeetingFactory(kind=Kind.GATHERING, attendance=120, people=[make.PersonFactory()])

    assert counts.gathering_participants(2018) == 120


def test_departements_are_those_of_who_came():
    somme = make.TerritoryFactory(code="80", name="Somme")
    ended = make.PositionFactory(organisation__territory=somme, ended_on=BEFORE)
    came = make.PositionFactory(organisation__territory=make.TerritoryFactory())
    host = make.OrganisationFactory(territory=make.TerritoryFactory(code="29", name="Finistère"))
    make.MeetingFactory(
        kind=Kind.GATHERING, people=[ended.person, came.person], organisations=[host]
    )

    assert counts.gathering_departements(2018) == 2


def test_excused_people_bring_no_departement():
    excused = make.PositionFactory(organisation__territory=make.TerritoryFactory())
    meeting = make.MeetingFactory(kind=Kind.GATHERING, people=[excused.person])
    meeting.participations.all().update(excused=True)

    assert counts.gathering_departements(2018) == 0


def test_closed_teams_are_not_there_any_more():
    make.CitizenTeamFactory(created_on=IN)
    make.CitizenTeamFactory(created_on=BEFORE, closed_on=AFTER)
    make.CitizenTeamFactory(created_on=BEFORE, closed_on=IN)

    assert (counts.teams_total(2018), counts.teams_new(2018)) == (2, 1)


def test_teams_by_carrier_names_every_kind():
    make.CitizenTeamFactory(carrier_kind="clic")

    assert counts.teams_by_carrier(2018) == {
        "national_network": 0,
        "local_association": 0,
        "municipal": 0,
        "clic": 1,
    }


def test_trainees_are_summed_by_kind():
    make.TrainingSessionFactory.create_batch(2, trainees_count=11)
    make.TrainingSessionFactory(kind="professional", trainees_count=18)
    make.TrainingSessionFactory(held_on=AFTER)

    assert counts.trainees(TrainingSession.Kind.BASIC)(2018) == 22
    assert counts.trainees(TrainingSession.Kind.PROFESSIONAL)(2018) == 18


def test_reading_is_the_last_of_the_year():
    for day, value in ((BEFORE, 1), (dt.date(2018, 6, 1), 2), (IN, 63000), (AFTER, 4)):
        make.KeyFigureReadingFactory(read_on=day, value=value)

    assert counts.reading("site_visits")(2018) == 63000


def test_nothing_read_is_not_zero():
    make.KeyFigureReadingFactory(read_on=AFTER)

    assert counts.reading("site_visits")(2018) is None


def test_other_key_figures_speak_their_own_words():
    make.KeyFigureReadingFactory(
        figure=make.KeyFigureFactory(slug="isolated-people", label="Isolés", unit="M"), value="7.5"
    )

    (result,) = counts.other_readings(2018)

    assert (result.slug, result.value) == ("isolated_people", 7.5)
    assert result.sentence.startswith("Isolés")


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_meetings_of_other_years_are_not_counted(day):
    make.MeetingFactory(held_on=day)
    make.MeetingFactory(held_on=IN)

    assert counts.counted_in_year(Meeting, "held_on", kind="partner")(2018) == 1


def test_what_is_to_begin_does_not_stand_yet():
    today = timezone.localdate()
    tomorrow = today + dt.timedelta(days=1)
    make.CitizenTeamFactory(created_on=today)
    make.CitizenTeamFactory(created_on=tomorrow)
    make.CharterSignatureFactory(signed_on=tomorrow)

    assert counts.teams_total(tomorrow.year) == 1
    assert counts.signatories_total(tomorrow.year) == 0
