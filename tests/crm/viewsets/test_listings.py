"""Every list of the network: who may see it, what it costs, what it exports."""

import pytest
from django.urls import reverse

from crm.models import Participation
from tests.factories import crm as make


def meeting():
    made = make.MeetingFactory(organisations=make.OrganisationFactory.create_batch(2))
    Participation.objects.create(meeting=made, person=make.PersonFactory())


def follow_up():
    make.FollowUpFactory(
        organisation=make.OrganisationFactory(),
        person=make.PersonFactory(),
        assigned_to=make.UserFactory(),
    )


LISTS = {
    "organisations": lambda: make.OrganisationFactory(territory=make.TerritoryFactory()),
    "people": make.PersonFactory,
    "meetings": meeting,
    "follow_ups": follow_up,
    "cooperations": make.CooperationStageFactory,
    "teams": lambda: make.CitizenTeamFactory(carrier=make.OrganisationFactory()),
    "charter_signatures": make.CharterSignatureFactory,
    "interviews": lambda: make.InterviewFactory(
        interviewer=make.PersonFactory(), organisation=make.OrganisationFactory()
    ),
    "op_eds": make.OpEdFactory,
    "press_mentions": make.PressMentionFactory,
    "press_counts": make.PressCountFactory,
    "public_talks": make.PublicTalkFactory,
    "training_sessions": lambda: make.TrainingSessionFactory(
        cooperation=make.CooperationFactory()
    ),
    "follow_up_groups": make.FollowUpGroupFactory,
}
ALL = [*LISTS, "key_figures", "partner_families", "territories"]


def queries(client, url, count):
    with count() as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_an_empty_list_is_said_in_plain_words_and_leads_on(signed_in):
    client, url = signed_in("partnerships"), reverse("organisations:index")

    assert "Aucune organisation pour l’instant" in client.get(url).content.decode()
    assert f'<a href="{reverse("organisations:add")}">' in client.get(url).content.decode()
    found = client.get(url, {"q": "nowhere"}).content.decode()
    assert "Rien ne correspond" in found


@pytest.mark.parametrize("name", LISTS)
def test_three_rows_cost_what_one_costs(name, signed_in, django_capture_queries):
    client, url = signed_in("partnerships"), reverse(f"{name}:index")
    LISTS[name]()
    client.get(url)
    one = queries(client, url, django_capture_queries)
    LISTS[name]()
    LISTS[name]()

    assert queries(client, url, django_capture_queries) == one


@pytest.mark.parametrize("role", ["partnerships", "communication", "reading"])
@pytest.mark.parametrize("name", ALL)
def test_every_role_sees_every_list(role, name, signed_in):
    assert signed_in(role).get(reverse(f"{name}:index")).status_code == 200


@pytest.mark.parametrize("name", ALL)
def test_reading_writes_nothing(name, signed_in):
    assert signed_in("reading").get(reverse(f"{name}:add")).status_code == 302


@pytest.mark.parametrize("name", ALL)
def test_partnerships_may_add(name, signed_in):
    assert signed_in("partnerships").get(reverse(f"{name}:add")).status_code == 200


@pytest.mark.parametrize("name", ALL)
def test_strangers_are_sent_to_sign_in(name, client):
    assert client.get(reverse(f"{name}:index")).status_code == 302


@pytest.mark.parametrize("name", [name for name in ALL if name != "people"])
def test_every_list_can_be_exported(name, signed_in):
    LISTS.get(name, lambda: None)()
    url = reverse(f"{name}:index")

    lines = b"".join(signed_in("reading").get(url, {"export": "csv"}).streaming_content)

    assert len(lines.decode().splitlines()) >= (2 if name in LISTS else 1)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_address_book_leaves_by_no_file(signed_in, kind):
    make.PersonFactory()

    client, url = signed_in("partnerships"), reverse("people:index")

    assert f"export={kind}" not in client.get(url).content.decode()
    assert client.get(url, {"export": kind})["Content-Type"].startswith("text/html")
