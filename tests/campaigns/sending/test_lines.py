import quopri
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rendering.placeholders import slot
from campaigns.sending.lines import LONGEST, quoted, quoted_value, wrapped


def test_short_lines_only_get_their_line_ends():
    assert wrapped("a\nb\r\nc") == "a\r\nb\r\nc"


def test_a_long_line_is_broken_at_blanks_and_nothing_else_changes():
    body = "<p class=x>" + "mot " * 1000 + "</p>"

    lines = wrapped(body).split("\r\n")

    assert max(len(line.encode()) for line in lines) <= LONGEST
    assert " ".join(lines) == body


@pytest.mark.parametrize(
    "quoted",
    [
        """<p style="font-family: 'Segoe UI', sans-serif; color: #123">""",
        '<img alt="Deux mains et un fil">',
        "<a title='Lire la suite'>",
        """<style>p { font-family: "Segoe UI", 'Noto Sans', serif }</style>""",
        """<!--[if mso]><td style="font-family: 'Segoe UI'"><![endif]-->""",
    ],
)
def test_in_html_no_line_is_broken_within_quotation_marks(quoted):
    body = f"{quoted}l'été et l'hiver " * 100

    whole = wrapped(body, is_html=True)

    assert whole.replace("\r\n", " ") == body
    assert max(map(len, whole.split("\r\n"))) <= LONGEST
    values = re.findall(r""""[^"]*"|(?<=[=:, ])'[^']*'""", whole)
    assert values and not [value for value in values if "\n" in value]


def test_a_mark_that_nobody_closes_is_survived():
    assert wrapped('<p title="' + "mot " * 100_000, is_html=True)


def test_accents_count_as_the_bytes_they_are():
    lines = wrapped("é " * 600).split("\r\n")

    assert max(len(line.encode()) for line in lines) <= LONGEST


def test_slots_have_room_to_be_filled():
    lines = wrapped(f"{slot('first_name')} " * 20).split("\r\n")

    assert max(line.count("first_name") for line in lines) <= 2


def test_a_word_that_is_too_long_cannot_be_wrapped():
    assert wrapped("x" * 999) is None


@given(st.text(alphabet="aé.= \t\n", max_size=300))
def test_quoted_printable_gives_back_what_went_in(text):
    encoded = quoted(text)

    assert quopri.decodestring(encoded).decode().replace("\r\n", "\n") == text
    assert max(map(len, encoded.split(b"\r\n"))) <= 78


def test_a_quoted_value_stands_between_soft_line_breaks():
    assert quopri.decodestring(b"Bonjour " + quoted_value("Zoé") + b", voici") == (
        "Bonjour Zoé, voici".encode()
    )
