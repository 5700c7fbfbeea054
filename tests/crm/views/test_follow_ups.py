"""Ticking off and taking it back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.crm import FollowUpFactory

HOME = "/admin/"


def address(name, follow_up):
    return reverse(name, args=[follow_up.pk])


def test_done_leads_back_and_offers_to_undo(signed_in):
    follow_up = FollowUpFactory()
    url = address("mark_follow_up_done", follow_up)

    response = signed_in("partnerships").post(url, {"next": HOME}, follow=True)

    follow_up.refresh_from_db()
    assert follow_up.done_at and response.redirect_chain[0][0] == HOME
    assert address("reopen_follow_up", follow_up) in response.content.decode()


def test_undone(signed_in):
    follow_up = FollowUpFactory(done_at=timezone.now())

    signed_in("partnerships").post(address("reopen_follow_up", follow_up))

    follow_up.refresh_from_db()
    assert follow_up.done_at is None


def test_never_led_to_another_site(signed_in):
    url = address("mark_follow_up_done", FollowUpFactory())

    response = signed_in("partnerships").post(url, {"next": "https://example.com/"})

    assert response.url == reverse("follow_ups:index")


@pytest.mark.parametrize("name", ["mark_follow_up_done", "reopen_follow_up"])
def test_get_changes_nothing(name, signed_in):
    follow_up = FollowUpFactory()

    assert signed_in("partnerships").get(address(name, follow_up)).status_code == 405


@pytest.mark.parametrize("role", ["communication", "reading"])
def test_other_roles_tick_nothing(role, signed_in):
    follow_up = FollowUpFactory()

    signed_in(role).post(address("mark_follow_up_done", follow_up))

    follow_up.refresh_from_db()
    assert follow_up.done_at is None
