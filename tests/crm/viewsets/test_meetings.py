"""Meetings written down in the long form, and the lists of what was promised."""

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.signals import meeting_held
from tests.factories import crm as make


def test_a_meeting_added_by_the_long_form_is_told(signed_in):
    told = []

    def on_meeting_held(meeting, **kwargs):
        told.append(meeting.logged_by)

    forms = {
        f"{name}-{count}": 0
        for name in ("participations", "agenda_items", "decisions", "follow_ups")
        for count in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    client = signed_in("partnerships")
    meeting_held.connect(on_meeting_held)
    client.post(reverse("meetings:add"), forms | {"kind": "partner", "held_on": "2018-06-12"})
    meeting_held.disconnect(on_meeting_held)

    assert told == [client.user]


def test_search_goes_through_names_of_who_was_met(signed_in):
    found = make.OrganisationFactory(name="Voisins solidaires")
    make.MeetingFactory(title="Trouvée", organisations=[found])
    make.MeetingFactory(title="Cachée")

    page = signed_in("reading").get(reverse("meetings:index"), {"q": "voisins"}).content.decode()

    assert "Trouvée" in page and "Cachée" not in page


@pytest.mark.parametrize(
    ("state", "seen"), [("open", "Tard"), ("overdue", "Tard"), ("done", "Fini")]
)
def test_follow_ups_by_state(state, seen, signed_in):
    make.FollowUpFactory(title="Tard")
    make.FollowUpFactory(title="Fini", done_at=timezone.now())

    page = signed_in("reading").get(reverse("follow_ups:index"), {"state": state}).content.decode()

    assert [title for title in ("Tard", "Fini") if title in page] == [seen]
