import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm import invitations, roles
from crm.models import OutgoingMail, User

NEW = {"new_password1": "cloche-vitrail-42", "new_password2": "cloche-vitrail-42"}
ASK = "/account/password/"


@pytest.fixture
def alice():
    user = User.objects.create_user("alice@example.org", "a-long-enough-secret")
    roles.give_role(user, roles.Role.READING)
    return user


def address(kind: str, user: User) -> str:
    return "/" + invitations.page_address(kind, user).split("/", 3)[3]


@pytest.fixture
def reset(alice):
    return address(invitations.PASSWORD, alice)


@pytest.fixture
def invitation():
    user = invitations.invite("bob@example.org", role=roles.Role.READING)
    return address(invitations.INVITATION, user)


def test_the_answer_is_the_same_for_strangers(client, alice):
    known = client.post(ASK, {"email": alice.email})
    unknown = client.post(ASK, {"email": "nobody@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in OutgoingMail.objects.all()] == [alice.email]
    assert client.get(known.url).status_code == 200


def test_the_mailed_link_changes_the_password(client, alice):
    invitations.send_password_link(alice.email, timezone.now())
    link = re.search(r"https?://[^/]+(/\S+)", OutgoingMail.objects.get().text)[1]

    client.post(link, NEW)

    alice.refresh_from_db()
    assert alice.check_password(NEW["new_password1"])


def test_looking_at_the_page_changes_nothing(client, alice, reset):
    before = User.objects.get().password

    for _time in range(3):
        assert client.get(reset).status_code == client.head(reset).status_code == 200

    assert User.objects.get().password == before
    assert client.get(reset)["Referrer-Policy"] == "same-origin"


def test_a_new_password_ends_the_other_sessions(client, alice):
    elsewhere = Client()
    elsewhere.force_login(alice)
    assert elsewhere.get("/admin/").status_code == 200

    client.post(address(invitations.PASSWORD, alice), NEW)

    assert elsewhere.get("/admin/").status_code == 302


def test_signing_in_ends_a_link_that_was_asked_for(client, alice, reset):
    client.force_login(alice)

    assert client.get(reset).status_code == 404


def test_a_new_password_signs_nobody_in(client, alice, reset):
    assert client.post(reset, NEW).url == "/account/login/"
    assert client.get("/admin/").status_code == 302


def test_the_invited_lands_signed_in(client, invitation):
    answer = client.post(invitation, NEW, follow=True)

    assert answer.status_code == 200
    assert answer.wsgi_request.user.email == "bob@example.org"


@pytest.mark.parametrize("password", ["short", "1234567890123", "bob@example.org"])
def test_password_rules_hold(client, invitation, password):
    answer = client.post(invitation, {"new_password1": password, "new_password2": password})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not User.objects.get().has_usable_password()


def told(answer) -> tuple[int, str]:
    """Without the form's own secret, which is another one each time."""
    secret = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    return answer.status_code, secret.sub("", answer.content.decode())


def test_a_dead_link_offers_a_fresh_one(client, invitation):
    dead = client.get("/account/invitation/x/")
    asked = re.search(r'action="(/account/password/)"', dead.content.decode())[1]
    OutgoingMail.objects.all().delete()

    client.post(asked, {"email": "bob@example.org"})

    assert "ne mène plus nulle part" in dead.content.decode()
    assert "/account/invitation/" in OutgoingMail.objects.get().text


@pytest.mark.parametrize("kind", ["reset", "invitation"])
def test_a_used_link_is_dead(client, request, kind):
    link = request.getfixturevalue(kind)
    client.post(link, NEW)
    client.logout()
    dead = told(client.get("/account/password/x/"))

    assert told(client.get(link)) == told(client.post(link, NEW)) == dead


@pytest.mark.parametrize("kind", ["reset", "invitation"])
def test_an_old_link_is_dead(client, request, kind):
    link = request.getfixturevalue(kind)
    dead = told(client.get("/account/password/x/"))

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert told(client.get(link)) == dead


@pytest.mark.parametrize("path", ["/account/password/{}/", "/account/invitation/{}/"])
@pytest.mark.parametrize("token", ["1.abc~def~ghi", "1~1~1", "é"])
def test_a_forged_link_is_dead(client, alice, path, token):
    dead = told(client.get("/account/password/x/"))

    assert dead[0] == 404
    assert told(client.get(path.format(token))) == dead
    assert told(client.post(path.format(token), NEW)) == dead


def test_a_link_of_the_other_kind_is_dead(client, reset, invitation):
    swapped = reset.replace("/password/", "/invitation/")

    assert client.post(swapped, NEW).status_code == 404


def test_the_account_page_leads_to_the_second_factor(signed_in):
    content = signed_in("reading").get(reverse("wagtailadmin_account")).content.decode()

    assert f'href="{reverse("mfa_index")}"' in content
