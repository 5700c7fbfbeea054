import pytest

from crm.forms.account import InvitationForm, PasswordRequestForm, StaffForm
from crm.models import User


def errors(**data) -> dict:
    return InvitationForm({"role": "reading", **data}).errors


@pytest.mark.parametrize("email", ["", "bob", "bob@", "bob@example.org\r\nBcc: x@example.org"])
def test_an_address_that_is_none_is_refused(email):
    assert "email" in errors(email=email)


def test_an_address_is_invited_once():
    User.objects.create_user("bob@example.org")

    assert "email" in errors(email="BOB@example.org")
    assert errors(email="charlie@example.org") == {}


def test_a_role_is_needed_and_one_of_the_four():
    assert "role" in errors(email="bob@example.org", role="gardener")


@pytest.mark.parametrize("may", [True, False])
def test_only_technical_administrators_make_another_one(may):
    form = StaffForm(instance=User(email="a@example.org"), may_make_superusers=may)

    assert ("is_superuser" in form.fields) is may


def test_a_forgotten_password_needs_an_address():
    assert PasswordRequestForm({"email": "not an address"}).errors
