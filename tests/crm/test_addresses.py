import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from crm.addresses import address_hash, check_address, normalise_address


@pytest.mark.parametrize(
    ("typed", "normalised"),
    [
        ("  Anne.Martin@Example.ORG ", "anne.martin@example.org"),
        ("anne@mairie-évry.example", "anne@xn--mairie-vry-h7a.example"),
    ],
)
def test_two_spellings_of_one_mailbox_compare_equal(typed, normalised):
    assert normalise_address(typed) == normalised


@given(st.emails())
def test_normalising_twice_changes_nothing(email):
    assert normalise_address(normalise_address(email)) == normalise_address(email)


@pytest.mark.parametrize(
    "typed", ["", "anne", "anne@", "@example.org", "anne@example", "a b@c.org"]
)
def test_an_incomplete_address_is_refused(typed):
    with pytest.raises(ValidationError):
        check_address(typed)


@pytest.mark.parametrize("character", ["\r", "\n", "\0", "\u2028"])
def test_a_line_break_in_an_address_is_refused(character):
    with pytest.raises(ValidationError):
        check_address(f"anne@example.org{character}Bcc: all@example.org")


def test_a_good_address_comes_back_clean():
    assert check_address(" anne@example.org ") == "anne@example.org"


def test_the_hash_depends_on_the_oldest_key(settings):
    before = address_hash("anne@example.org")
    settings.TOKEN_KEYS = ["a newer key", *settings.TOKEN_KEYS]

    assert address_hash("anne@example.org") == before
    settings.TOKEN_KEYS = ["another key"]
    assert address_hash("anne@example.org") != before
