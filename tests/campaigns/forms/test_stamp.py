from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from campaigns.forms.stamp import GOOD_FOR, SALT, Stamp, page_of, read_stamp


def test_a_stamp_comes_back_as_it_was_given():
    stamp = Stamp("abc", "/fr/le-reseau/", pressed_again=True)

    assert read_stamp(str(stamp)) == stamp


@pytest.mark.parametrize(
    "value", ["", "abc", str(Stamp("abc", "/"))[:-1] + "!"], ids=["empty", "abc", "one sign off"]
)
def test_a_forged_stamp_is_none(value):
    assert read_stamp(value) is None
    assert page_of(value) == ""


@pytest.mark.parametrize("content", ["abcd", [], ["abc", True], None])
def test_a_stamp_of_another_shape_is_none(content):
    assert read_stamp(signing.dumps(content, salt=SALT)) is None


def test_a_stamp_grows_old():
    value = str(Stamp("abc", "/fr/"))

    with time_machine.travel(timezone.now() + GOOD_FOR + timedelta(minutes=1)):
        assert read_stamp(value) is None
        assert page_of(value) == "/fr/"
