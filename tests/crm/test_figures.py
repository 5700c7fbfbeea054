"""The registry: what a room gives is what the report tells."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext_lazy, override

from crm import figures
from crm.days import written_day


@pytest.fixture(autouse=True)
def _registry(monkeypatch):
    monkeypatch.setattr(figures, "_figures", {})
    monkeypatch.setattr(figures, "_families", [])


def test_registered_figure_is_told_for_its_year():
    figures.register(
        "press",
        "talks",
        lambda year: year - 2000,
        ngettext_lazy("%(figure)s a", "%(figure)s b", "value"),
    )

    (result,) = figures.figures_of(2018)

    assert (result.slug, result.value, result.sentence) == ("talks", 18, "18 b")


def test_numbers_are_written_as_people_write_them():
    with override("fr"):
        assert figures.written(2370) == "2\u202f370"


def test_parts_come_with_their_shares():
    figures.register(
        "teams", "parts", lambda year: {"a": 1, "b": 3}, gettext_lazy("%(a)s, %(b_share)s%%")
    )

    assert figures.figures_of(2018)[0].sentence == "1, 75%"


def test_parts_of_nothing_have_no_share():
    figures.register("teams", "parts", lambda year: {"a": 0}, gettext_lazy("%(a_share)s%%"))

    assert figures.figures_of(2018)[0].sentence == "0%"


def test_shares_of_nothing_are_not_told():
    sentence = figures.unless_nothing(
        gettext_lazy("%(a_share)s%%"), gettext_lazy("none in %(year)s")
    )

    assert sentence({"a": 2}, 2018) == "100%"
    assert sentence({"a": 0}, 2018) == "none in 2018"


def test_a_year_is_told_until_its_last_day_or_until_today():
    today = timezone.localdate()
    figures.register("press", "talks", lambda year: 1, gettext_lazy("au %(day)s"))

    assert figures.figures_of(2018)[0].sentence == "au 31 décembre 2018"
    assert [figures.told_until(year) for year in (today.year, today.year + 1)] == [today, today]
    assert figures.figures_of(today.year)[0].sentence == f"au {written_day(today)}"


def test_sections_come_in_their_order():
    figures.register("audience", "last", lambda year: 1, "x")
    figures.register("network", "first", lambda year: 1, "x")

    assert [result.slug for result in figures.figures_of(2018)] == ["first", "last"]


def test_an_unknown_section_is_refused():
    with pytest.raises(ValueError, match="attic"):
        figures.register("attic", "x", lambda year: 1, "x")


def test_a_family_never_hides_a_registered_figure():
    figures.register("audience", "x", lambda year: 1, "registered")
    figures.register_family(lambda year: [figures.Result("audience", "x", 2, "family")])

    assert [result.value for result in figures.figures_of(2018)] == [1]


@pytest.mark.parametrize("text", ["", "20x8", "18", "-2018", "99999", "²018", "1899"])
def test_a_bad_year_gets_a_sentence(text):
    with pytest.raises(ValidationError, match="2018"):
        figures.parse_year(text)
