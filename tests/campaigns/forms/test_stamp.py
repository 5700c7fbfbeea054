from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from campaigns.forms.stamp import GOOD_FOR, SALT, Stamp, read_stamp


def test_a_stamp_comes_back_as_it_was_given():
    assert read_stamp(str(Stamp("abc", pressed_again=True))) == Stamp("abc", pressed_again=True)


@pytest.mark.parametrize(
    "value", ["", "abc", str(Stamp("abc"))[:-1] + "!"], ids=["empty", "abc", "one sign off"]
)
def test_a_forged_stamp_is_none(value):
    assert read_stamp(value) is None


@pytest.mark.parametrize("content", ["abc", [], ["abc", True, 1], None])
def test_a_stamp_of_another_shape_is_none(content):
    assert read_stamp(signing.dumps(content, salt=SALT)) is None


def test_a_stamp_grows_old():
    value = str(Stamp("abc"))

    with time_machine.travel(timezone.now() + GOOD_FOR + timedelta(minutes=1)):
        assert read_stamp(value) is None
