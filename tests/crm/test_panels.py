"""The admin home reminds each of what they promised."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.crm import DataRequestFactory, FollowUpFactory


def home(client):
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_ones_own_open_follow_ups_are_there(signed_in):
    client = signed_in("partnerships")
    FollowUpFactory(title="La mienne", assigned_to=client.user)
    FollowUpFactory(title="Une autre")
    FollowUpFactory(title="Finie", assigned_to=client.user, done_at=timezone.now())

    page = home(client)

    assert "La mienne" in page and "1 est en retard" in page
    assert "Une autre" not in page and "Finie" not in page


def test_what_is_due_later_is_not_late(signed_in):
    client = signed_in("partnerships")
    FollowUpFactory(assigned_to=client.user, due_on=timezone.localdate() + dt.timedelta(days=1))

    assert "en retard" not in home(client)


@pytest.mark.parametrize(("role", "offered"), [("partnerships", True), ("reading", False)])
def test_logging_a_meeting_is_offered_to_who_may(role, offered, signed_in):
    assert (reverse("log_meeting") in home(signed_in(role))) == offered


def test_requests_that_wait_are_there_for_who_answers_them(signed_in):
    DataRequestFactory(received_on=timezone.localdate() - dt.timedelta(days=40))

    assert "Demandes sur les données" in home(signed_in("administrator"))
    assert "Demandes sur les données" not in home(signed_in("partnerships"))


def test_without_any_there_is_no_panel(signed_in):
    assert "Demandes sur les données" not in home(signed_in("administrator"))
