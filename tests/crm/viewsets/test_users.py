import pytest
from django.urls import reverse

from crm import invitations, roles
from crm.models import OutgoingMail, User
from crm.roles import Role

INDEX = "/admin/users/"
INVITE = "/admin/users/new/"


def someone(name: str, role: str | None = None, **fields) -> User:
    user = User.objects.create_user(f"{name}@example.org", "a-long-enough-secret", **fields)
    if role:
        roles.give_role(user, role)
    return user


@pytest.fixture
def alice(client):
    """An administrator, signed in."""
    alice = someone("alice", Role.ADMINISTRATOR, first_name="Alice", last_name="Martin")
    client.force_login(alice)
    return alice


def invitation(**changes) -> dict:
    wanted = {"email": "bob@example.org", "first_name": "Bob", "role": Role.PARTNERSHIPS}
    return wanted | changes


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.ADMINISTRATOR, True),
        (Role.COMMUNICATION, False),
        (Role.PARTNERSHIPS, False),
        (Role.READING, False),
        (None, False),
    ],
)
def test_who_manages_accounts(client, role, allowed):
    target = someone("target")
    client.force_login(someone("charlie", role))
    own = [f"/admin/users/{verb}/{target.pk}/" for verb in ("edit", "delete")]

    assert [client.get(path).status_code == 200 for path in [INDEX, INVITE, *own]] == [allowed] * 4
    client.post(INVITE, invitation())
    assert User.objects.filter(email="bob@example.org").exists() is allowed


def test_an_invitation_leaves_by_mail(client, alice, smtp_sink):
    assert client.post(INVITE, invitation()).status_code == 302

    bob = User.objects.get(email="bob@example.org")
    assert invitations.awaits_invitation(bob)
    assert "Alice Martin" in OutgoingMail.objects.get(to=bob.email).text


def test_a_wrong_invitation_says_why_and_sends_nothing(client, alice):
    answer = client.post(INVITE, invitation(email=alice.email))

    assert answer.context["form"].errors["email"]
    assert not OutgoingMail.objects.exists()


def test_an_invitation_is_sent_again_until_it_is_taken(client, alice):
    bob = invitations.invite("bob@example.org", role=Role.READING)
    again = reverse("wagtailusers_users:invite_again", args=[bob.pk])

    client.post(again)
    assert OutgoingMail.objects.count() == 2

    invitations.choose_password(bob, "a-long-enough-secret")
    client.post(again)
    assert OutgoingMail.objects.count() == 2
    assert client.get(again).status_code == 405


@pytest.mark.parametrize("role", [Role.COMMUNICATION, Role.PARTNERSHIPS, Role.READING])
def test_others_send_no_invitation_again(client, role):
    bob = invitations.invite("bob@example.org", role=Role.READING)
    client.force_login(someone("charlie", role))

    client.post(reverse("wagtailusers_users:invite_again", args=[bob.pk]))

    assert OutgoingMail.objects.count() == 1


def test_an_administrator_changes_an_account(client, alice):
    bob = someone("bob", Role.READING)
    data = {"email": "bob@example.org", "first_name": "Bob", "last_name": "L", "is_active": "on"}

    client.post(f"/admin/users/edit/{bob.pk}/", data | {"is_superuser": "on"})

    bob.refresh_from_db()
    assert (bob.first_name, bob.is_superuser) == ("Bob", False)


def test_an_administrator_does_not_touch_technical_accounts(client, alice):
    root = User.objects.create_superuser("root@example.org")
    path = f"/admin/users/edit/{root.pk}/"

    client.post(path, {"email": "alice2@example.org", "first_name": "A", "last_name": "B"})

    root.refresh_from_db()
    assert root.email == "root@example.org"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(client, alice, count, django_assert_max_num_queries):
    for number in range(count):
        someone(f"reader{number}", Role.READING)

    with django_assert_max_num_queries(16):
        page = client.get(INDEX)

    assert "Lecture" in page.content.decode()
