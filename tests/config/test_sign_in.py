import io
import logging

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from config.sign_in import client_address, hashed_client
from crm import roles
from crm.models import User

PASSWORD = "a-long-enough-secret"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _no_failures_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def alice():
    user = User.objects.create_user("alice@example.org", PASSWORD, first_name="Alice")
    roles.give_role(user, roles.Role.READING)
    return user


@pytest.fixture
def secret(alice):
    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    return "JBSWY3DPEHPK3PXP"


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client, password: str = PASSWORD, email: str = "alice@example.org", **headers):
    return client.post(LOGIN, {"login": email, "password": password}, **headers)


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


def test_the_right_password_opens_the_admin(client, alice):
    assert sign_in(client, email="Alice@Example.org").url == "/admin/"
    assert is_in(client)


def test_unknown_and_known_addresses_get_the_same_answer(client, alice):
    known, unknown = sign_in(client, "wrong"), sign_in(client, "wrong", "nobody@example.org")

    def page(answer, email):
        text = answer.content.decode().replace(email, "")
        return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]

    assert page(known, "alice@example.org") == page(unknown, "nobody@example.org")


def test_wrong_passwords_leave_no_address_of_the_machine(client, alice):
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logging.getLogger().addHandler(handler)
    for _attempt in range(9):
        sign_in(client, "wrong", REMOTE_ADDR="198.51.100.77", HTTP_USER_AGENT="Spy/1.0")
    logging.getLogger().removeHandler(handler)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "198.51.100.77" not in str(rows := cursor.fetchall())
            assert "Spy/1.0" not in str(rows)
    assert "198.51.100.77" not in out.getvalue()


def test_what_a_client_says_of_itself_is_not_believed(rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "1.1.1.1, 198.51.100.7"})

    assert client_address(request) == "127.0.0.1"
    settings.PROXY_COUNT = 1
    assert client_address(request) == "198.51.100.7"
    assert "198.51.100.7" not in hashed_client(request)


def test_a_second_factor_is_asked_for(client, alice, secret):
    assert sign_in(client).url == reverse("mfa_authenticate")
    assert not is_in(client)

    client.post(reverse("mfa_authenticate"), {"code": code(secret)})

    assert is_in(client)


def test_fifteen_bad_codes_lock_even_the_good_one_out(client, alice, secret):
    sign_in(client)
    for _attempt in range(15):
        answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert answer.status_code == 429
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert not is_in(client)


def test_a_session_without_the_second_factor_is_ended(client, alice, secret):
    client.force_login(alice)

    assert client.get("/admin/").url == LOGIN
    assert "_auth_user_id" not in client.session


def test_secrets_of_apps_are_stored_encrypted(alice, secret):
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_staff_must_have_a_second_factor_where_the_setting_says_so(client, alice, settings):
    settings.STAFF_SECOND_FACTOR = True
    sign_in(client)

    assert client.get("/admin/").url == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth tells of it on commit
def test_activating_it_opens_the_admin_at_once(client, alice, settings):
    settings.STAFF_SECOND_FACTOR = True
    sign_in(client)
    form = client.get(reverse("mfa_activate_totp")).context["form"]

    client.post(reverse("mfa_activate_totp"), {"code": code(form.secret)})

    assert is_in(client)


@pytest.mark.parametrize(
    "path", ["/admin/login/", "/_util/login/", "/fr/_util/login/", "/admin/password_reset/"]
)
def test_wagtails_own_doors_are_closed(client, alice, path):
    answer = client.post(path, {"username": "alice@example.org", "password": PASSWORD})

    assert answer.url.startswith("/account/")
    assert not is_in(client)


def test_nobody_signs_up(client):
    assert client.get("/account/signup/").status_code == 404
    assert client.post("/account/signup/", {"email": "x@example.org"}).status_code == 404
