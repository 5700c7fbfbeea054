from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from crm import invitations, roles
from crm.models import OutgoingMail, User

KINDS = [invitations.INVITATION, invitations.PASSWORD]


@pytest.fixture
def alice():
    return User.objects.create_user("alice@example.org", "a-long-enough-secret")


@pytest.mark.parametrize("kind", KINDS)
def test_a_fresh_link_finds_its_account(alice, kind):
    assert invitations.read_token(kind, invitations.make_token(kind, alice)) == alice


@pytest.mark.parametrize(("kind", "hours"), [(KINDS[0], 7 * 24), (KINDS[1], 2)])
def test_a_link_lives_as_long_as_the_mail_says(alice, kind, hours):
    token = invitations.make_token(kind, alice)

    with time_machine.travel(timezone.now() + timedelta(hours=hours - 0.1)):
        assert invitations.read_token(kind, token) == alice
    with time_machine.travel(timezone.now() + timedelta(hours=hours + 0.1)):
        assert invitations.read_token(kind, token) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_serves_once(alice, kind):
    token = invitations.make_token(kind, alice)
    invitations.choose_password(alice, "another-long-secret")

    assert invitations.read_token(kind, token) is None


@pytest.mark.parametrize("change", [{"email": "eve@example.org"}, {"is_active": False}])
def test_a_link_dies_with_what_it_was_made_for(alice, change):
    token = invitations.make_token(invitations.PASSWORD, alice)
    User.objects.filter(pk=alice.pk).update(**change)

    assert invitations.read_token(invitations.PASSWORD, token) is None


def test_one_kind_of_link_is_not_the_other(alice):
    token = invitations.make_token(invitations.INVITATION, alice)

    assert invitations.read_token(invitations.PASSWORD, token) is None


@pytest.mark.parametrize("position", [0, 5, -1])
def test_a_forged_link_finds_nobody(alice, position):
    token = list(invitations.make_token(invitations.PASSWORD, alice))
    token[position] = "A" if token[position] != "A" else "B"

    assert invitations.read_token(invitations.PASSWORD, "".join(token)) is None


def test_a_link_outlives_a_new_key(alice, settings):
    token = invitations.make_token(invitations.PASSWORD, alice)
    settings.TOKEN_KEYS = ["a-newer-key", *settings.TOKEN_KEYS]

    assert invitations.read_token(invitations.PASSWORD, token) == alice


def test_inviting_makes_an_account_without_password_and_one_mail():
    user = invitations.invite("Bob@Example.org", role=roles.Role.PARTNERSHIPS)

    assert user.email == "bob@example.org"
    assert invitations.awaits_invitation(user)
    assert user.groups.get().name == "Partenariats"
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language) == ("bob@example.org", "fr")
    assert "/account/invitation/" in mail.text


def test_asking_often_sends_one_mail_in_five_minutes(alice):
    now = timezone.now().replace(minute=0)
    for second in range(5):
        invitations.send_password_link("ALICE@example.org", now + timedelta(seconds=second))
    assert OutgoingMail.objects.count() == 1

    invitations.send_password_link("alice@example.org", now + timedelta(minutes=6))
    assert OutgoingMail.objects.count() == 2


def test_nothing_is_sent_to_strangers_and_to_closed_accounts(alice):
    User.objects.update(is_active=False)

    for email in ("alice@example.org", "nobody@example.org", ""):
        invitations.send_password_link(email, timezone.now())

    assert not OutgoingMail.objects.exists()


def test_who_never_came_in_gets_the_invitation_again():
    bob = User.objects.create_user("bob@example.org")

    invitations.send_password_link(bob.email, timezone.now())

    assert OutgoingMail.objects.get().kind == "invitation"
