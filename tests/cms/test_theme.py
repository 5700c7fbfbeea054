import re

from cms.theme import theme_css, theme_version
from crm.contrast import NIGHT, contrast
from crm.models import Network


def test_the_shipped_colours_need_no_theme():
    assert theme_version(Network()) == ""


def test_own_colours_are_declared_for_day_and_night():
    css = theme_css(Network(primary_colour="#5A2A6E"))

    day, night = re.findall(r"--primary:(#\w{6})", css)
    assert day == "#5A2A6E"
    assert contrast(night, NIGHT) >= 7
    assert "--accent" not in css
