import pytest

from campaigns.rendering.placeholders import (
    Context,
    Slot,
    escape,
    fill,
    slot,
    split,
    strip_private,
)


def test_a_body_splits_into_text_and_slots():
    body = f"a{slot('email')}b{slot('click', number=3)}"

    assert split(body) == ["a", Slot("email"), "b", Slot("click", 3)]


def test_a_slot_holds_no_blank_where_a_line_could_break():
    inside = slot("first_name", before=" ", fallback=" chers amis")

    assert " " not in inside
    assert split(inside) == [Slot("first_name", 0, " ", " chers amis")]


@pytest.mark.parametrize("body", ["\ue000email", "email\ue001", "\ue000nobody\ue001", "\ue002"])
def test_a_broken_or_unknown_placeholder_is_refused(body):
    with pytest.raises(ValueError):
        split(body)


def test_only_known_names_make_a_slot():
    with pytest.raises(ValueError, match="password"):
        slot("password")


def test_the_fallback_takes_the_place_of_a_missing_name():
    body = "Bonjour" + slot("first_name", before=" ", fallback=" à tous") + ","

    assert fill(body, {"first_name": "Zoé"}, Context.TEXT) == "Bonjour Zoé,"
    assert fill(body, {}, Context.TEXT) == "Bonjour à tous,"


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (Context.HTML, "a &lt;b&gt; &amp; &quot;c&quot;"),
        (Context.TEXT, 'a <b> & "c"'),
        (Context.URL, "a%20%3Cb%3E%20%26%20%22c%22"),
        (Context.HEADER, 'a <b> & "c"'),
    ],
)
def test_a_value_means_only_itself_in_its_context(context, expected):
    assert escape('a <b>\r\n & \u2028"c"\x00', context) == expected


def test_a_value_cannot_open_a_slot():
    assert fill(slot("email"), {"email": slot("last_name")}, Context.TEXT) == "last_name"


def test_private_use_characters_are_taken_out():
    assert strip_private("a\ue000b\uf8ffc") == "abc"
