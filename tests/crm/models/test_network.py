import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from crm.models import Network


def errors_of(**fields):
    with pytest.raises(ValidationError) as refused:
        Network(**fields).full_clean()
    return refused.value.message_dict


def test_dark_colours_are_welcome():
    Network(primary_colour="#5a2a6e", accent_colour="#8a1c1c").full_clean()


def test_a_faint_colour_is_refused_and_told_by_how_much():
    with translation.override("en"):
        (message,) = errors_of(primary_colour="#999999")["primary_colour"]

    assert "contrast of 2.8" in message
    assert "1.7 missing" in message


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456;}", "#123456\n"])
def test_what_is_no_colour_is_refused(colour):
    assert "accent_colour" in errors_of(accent_colour=colour)
