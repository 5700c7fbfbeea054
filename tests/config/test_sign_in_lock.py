import pytest
from django.core.management import call_command
from django.test import Client

from crm.models import User

PASSWORD = "a-long-enough-secret"
OFFICE, ELSEWHERE = "198.51.100.1", "203.0.113.9"


@pytest.fixture(autouse=True)
def people():
    for name in ("alice", "bob"):
        User.objects.create_user(f"{name}@example.org", PASSWORD)


def sign_in(name: str = "alice", password: str = PASSWORD, *, at: str = OFFICE) -> int:
    """What a new browser is answered: 302 inside, 200 asked again, 429 closed."""
    typed = {"login": f"{name}@example.org", "password": password}
    return Client().post("/account/login/", typed, REMOTE_ADDR=at).status_code


def test_eight_wrong_passwords_close_it_to_who_typed_them():
    told = [sign_in(password="wrong") for _attempt in range(8)]

    assert told == [200] * 7 + [429]
    assert sign_in() == 429


def test_colleagues_and_the_person_elsewhere_do_not_wait_with_them():
    for _attempt in range(8):
        sign_in(password="wrong")

    assert sign_in("bob") == 302
    assert sign_in(at=ELSEWHERE) == 302


def test_fifteen_of_an_account_close_it_wherever_they_come_from():
    for number in range(15):
        sign_in(password="wrong", at=f"198.51.100.{number}")

    assert sign_in(at=ELSEWHERE) == 429
    assert sign_in("bob", at=ELSEWHERE) == 302


def test_fifteen_from_an_address_close_it_whatever_account_they_try():
    for number in range(15):
        sign_in(f"someone{number}", "wrong")

    assert sign_in() == 429
    assert sign_in(at=ELSEWHERE) == 302


def test_who_tries_on_while_closed_out_closes_account_and_address():
    for _attempt in range(15):
        sign_in(password="wrong")

    assert sign_in(at=ELSEWHERE) == 429
    assert sign_in("bob") == 429


def test_signing_in_forgets_what_was_mistyped():
    for _attempt in range(7):
        sign_in(password="wrong")
    sign_in()

    assert sign_in(password="wrong") == 200


@pytest.mark.parametrize("command", [["axes_reset"], ["axes_reset_username", "Alice@example.org"]])
def test_an_account_is_opened_again_from_the_shell(command):
    for number in range(15):
        sign_in(password="wrong", at=OFFICE if number < 8 else f"198.51.100.{number}")

    call_command(*command)

    assert sign_in() == 302


def test_an_address_is_opened_again_from_the_shell():
    for number in range(15):
        sign_in(f"someone{number}", "wrong")

    call_command("axes_reset_ip", OFFICE)

    assert sign_in() == 302
