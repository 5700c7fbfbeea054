"""The figures of a year: each room registers its own, and one report tells them all.

`register(section, slug, compute, sentence, rows=None)`, from AppConfig.ready():

- `section` is one of SECTIONS;
- `slug` is what scripts read, in English: "partner_meetings";
- `compute(year)` counts dated rows and gives a number, or a dict of numbers (parts of a whole),
  or None when nothing is known;
- `sentence` is a translatable text with %(figure)s (the number as people write it), %(year)s and
  %(day)s, the last day of it that is told;
  a plural is `ngettext_lazy("%(figure)s talk", "%(figure)s talks", "value")`; for a dict its keys
  stand there too, %(mature)s, with their share of the whole in per cent, %(mature_share)s. A
  function `(value, year) -> str` does as well;
- `rows(year)` gives the address of the admin list that shows the rows counted.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.days import written_day

Value = int | float | dict[str, int] | None

SECTIONS: dict[str, Any] = {
    "network": gettext_lazy("The network"),
    "advocacy": gettext_lazy("Partners and advocacy"),
    "cooperations": gettext_lazy("Territorial cooperations"),
    "teams": gettext_lazy("Citizen teams"),
    "training": gettext_lazy("Training"),
    "press": gettext_lazy("Press and public talks"),
    "publishing": gettext_lazy("Publications"),
    "audience": gettext_lazy("Readers and visitors"),
}


@dataclass(frozen=True)
class Figure:
    section: str
    slug: str
    compute: Callable[[int], Value]
    sentence: Any
    rows: Callable[[int], str] | None = None


@dataclass(frozen=True)
class Result:
    section: str
    slug: str
    value: Value
    sentence: str
    rows_url: str = ""


_figures: dict[str, Figure] = {}
_families: list[Callable[[int], Iterable[Result]]] = []


def register(
    section: str,
    slug: str,
    compute: Callable[[int], Value],
    sentence: Any,
    rows: Callable[[int], str] | None = None,
) -> None:
    """Registering a slug again replaces it, so that ready() may run twice."""
    if section not in SECTIONS:
        raise ValueError(f"{section} is no section of the yearly report")
    _figures[slug] = Figure(section, slug, compute, sentence, rows)


def register_family(compute: Callable[[int], Iterable[Result]]) -> None:
    """For figures whose number and names stand in the database."""
    if compute not in _families:
        _families.append(compute)


def figures_of(year: int) -> list[Result]:
    """Every figure of the year, by section, in the order of registration."""
    results = [_result(figure, year) for figure in _figures.values()]
    taken = set(_figures)
    results += [
        result for family in _families for result in family(year) if result.slug not in taken
    ]
    order = list(SECTIONS)
    return sorted(results, key=lambda result: order.index(result.section))


def unless_nothing(sentence: Any, nothing: Any) -> Callable[[Value, int], str]:
    """For the parts of a whole: of nothing there are no shares to tell."""

    def tell(value: Value, year: int) -> str:
        words = _words(value, year)
        return str((sentence if words["value"] else nothing) % words)

    return tell


def grouped(results: Iterable[Result]) -> dict[str, list[Result]]:
    """By the section's title in the current language."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(str(SECTIONS[result.section]), []).append(result)
    return groups


def parse_year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2200):
        raise ValidationError(
            _("“%(text)s” is not a year: write its four digits, 2018 for example.")
            % {"text": text}
        )
    return int(text)


def told_until(year: int) -> dt.date:
    """31 December, or today as long as the year is not over."""
    return min(dt.date(year, 12, 31), timezone.localdate())


def written(value: int | float | None) -> str:
    """A number as people of the current language write it."""
    if value is None:
        return "–"
    decimals = 1 if isinstance(value, float) else None
    text = number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return text.replace("\xa0", "\u202f")


def _result(figure: Figure, year: int) -> Result:
    value = figure.compute(year)
    return Result(
        section=figure.section,
        slug=figure.slug,
        value=value,
        sentence=_sentence(figure.sentence, value, year),
        rows_url=figure.rows(year) if figure.rows else "",
    )


def _sentence(sentence: Any, value: Value, year: int) -> str:
    if callable(sentence):
        return sentence(value, year)
    return sentence % _words(value, year)


def _words(value: Value, year: int) -> Mapping[str, Any]:
    words: dict[str, Any] = {"year": str(year), "day": written_day(told_until(year))}
    if isinstance(value, dict):
        whole = sum(value.values())
        words |= {part: written(count) for part, count in value.items()}
        words |= {f"{part}_share": _share(count, whole) for part, count in value.items()}
        return words | {"value": whole, "figure": written(whole)}
    return words | {"value": value or 0, "figure": written(value)}


def _share(count: int, whole: int) -> str:
    return written(round(100 * count / whole)) if whole else "0"
