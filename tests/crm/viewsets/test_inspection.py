"""The page of an organisation, a person, a meeting, and of what has no page of its own kind."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import crm as make


@pytest.mark.parametrize("role", ["partnerships", "communication", "reading"])
def test_an_organisation_tells_what_happened(role, signed_in):
    organisation = make.PositionFactory(person__last_name="Kermarrec").organisation
    make.CharterSignatureFactory(organisation=organisation)
    make.MeetingFactory(title="Point annuel", organisations=[organisation])
    make.FollowUpFactory(title="Relancer", organisation=organisation)

    page = signed_in(role).get(reverse("organisations:inspect", args=[organisation.pk]))

    text = page.content.decode()
    assert all(said in text for said in ("Kermarrec", "Point annuel", "Relancer", "mars 2018"))
    assert ("Noter une rencontre" in text) == (role == "partnerships")


def test_an_organisation_about_which_nothing_is_known(signed_in):
    organisation = make.OrganisationFactory()

    page = signed_in("partnerships").get(reverse("organisations:inspect", args=[organisation.pk]))

    assert f"?organisations={organisation.pk}" in page.content.decode()


def test_a_person_tells_where_they_work(signed_in):
    position = make.PositionFactory(organisation__name="Voisins solidaires")
    make.FacilitatorFactory(person=position.person, cooperation__name="Coopération Ain")

    page = signed_in("reading").get(reverse("people:inspect", args=[position.person.pk]))

    assert "Voisins solidaires" in page.content.decode()
    assert "Coopération Ain" in page.content.decode()


def test_a_meeting_tells_who_came_and_what_was_promised(signed_in):
    person = make.PersonFactory(last_name="Kermarrec")
    meeting = make.MeetingFactory(people=[person], notes="Bon échange", attendance=12)
    make.FollowUpFactory(meeting=meeting, title="Relancer", done_at=timezone.now())

    text = (
        signed_in("reading").get(reverse("meetings:inspect", args=[meeting.pk])).content.decode()
    )

    assert all(
        said in text for said in ("Kermarrec", "Bon échange", "Relancer", "12 participants")
    )
    assert "Rouvrir" not in text


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999"])
def test_nonsense_pages_of_the_timeline_are_answered(page, signed_in):
    url = reverse("organisations:inspect", args=[make.OrganisationFactory().pk])

    assert signed_in("reading").get(url, {"p": page}).status_code == 200


def test_a_long_history_has_more_pages(signed_in):
    organisation = make.OrganisationFactory()
    for number in range(21):
        make.MeetingFactory(title=f"Point {number:02}", organisations=[organisation])
    url = reverse("organisations:inspect", args=[organisation.pk])

    text = signed_in("reading").get(url, {"p": 2}).content.decode()

    assert "Point 00" in text and "Point 20" not in text


@pytest.mark.parametrize("true", [True, False])
def test_what_is_not_known_is_a_dash_and_what_is_so_is_yes(true, signed_in):
    mention = make.PressMentionFactory(about_teams=true, url="")

    page = signed_in("reading").get(reverse("press_mentions:inspect", args=[mention.pk]))

    told = re.findall(r"<dd>\s*(.*?)\s*</dd>", page.content.decode(), re.DOTALL)
    assert ("Oui" if true else "Non") in told
    assert "–" in told
    assert not {"None", "True", "False", "", str(mention.pk)} & set(told)
