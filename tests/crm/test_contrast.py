import pytest

from crm.contrast import NIGHT, PAPER, contrast, lighten_until_readable


def test_black_on_white_is_the_most():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


# What the palette's own table says of them.
@pytest.mark.parametrize(("colour", "expected"), [("#0f5c5c", 7.6), ("#b3401f", 5.6)])
def test_the_shipped_colours_can_be_read(colour, expected):
    assert contrast(colour, PAPER) == pytest.approx(expected, abs=0.1)


def test_order_does_not_matter():
    assert contrast("#0f5c5c", "#fffdf9") == contrast("#fffdf9", "#0f5c5c")


@pytest.mark.parametrize("colour", ["#000000", "#0f5c5c", "#5a2a6e", "#ffffff"])
def test_lightened_colours_can_be_read_at_night(colour):
    assert contrast(lighten_until_readable(colour, NIGHT), NIGHT) >= 4.5


def test_a_colour_that_can_be_read_stays():
    assert lighten_until_readable("#6fd0c8", NIGHT) == "#6fd0c8"
