"""No spreadsheet runs what somebody typed."""

import pytest

from crm.exports import neutralised, restored


@pytest.mark.parametrize(
    "text", ["=1+1", "+33 2 99", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"]
)
def test_formulas_become_text_and_come_back(text):
    assert neutralised(text) == f"'{text}"
    assert restored(neutralised(text)) == text


@pytest.mark.parametrize("text", ["Rennes", "l'été", "'quoted'", "", "a=b"])
def test_other_texts_come_back_as_they_were(text):
    assert restored(neutralised(text)) == text


def test_control_characters_are_dropped():
    assert neutralised("a\0b\x1b=c") == "ab=c"


def test_a_hidden_formula_is_found_once_uncovered():
    assert neutralised("\0=1") == "'=1"


@pytest.mark.parametrize("value", [-3, 2.5, None])
def test_numbers_stay_numbers(value):
    assert neutralised(value) is value
