"""How a row is told to the person whom it is about: in words, without what serves programs alone.

Each field bears its own name and value, unless a room says otherwise here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.db.models import Field, Model
from django.utils.text import capfirst

# What tells nothing of the person, or would let others act in their place
HIDDEN = frozenset(["id", "address_hash", "dedupe_key", "headers", "html", "password"])

Words = Callable[[Any], Any]


@dataclass
class Telling:
    name: Any = ""
    without: set[str] = field(default_factory=set)
    labels: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)


_tellings: dict[type[Model], Telling] = {}


def tell(
    model: type[Model],
    *,
    name: Any = "",
    without: Iterable[str] = (),
    labels: dict[str, Any] | None = None,
    **words: Words,
) -> None:
    """To be called from AppConfig.ready(), by several rooms for one table. `words` make of a row
    the value of a field.
    """
    telling = _tellings.setdefault(model, Telling())
    telling.name = name or telling.name
    telling.without.update(without)
    telling.labels.update(labels or {})
    telling.words.update(words)


def table_name(model: type[Model]) -> str:
    return capfirst(str(_telling(model).name or model._meta.verbose_name_plural))


def told(row: Model) -> dict[str, Any]:
    return {label_of(field): _value(row, field) for field in told_fields(type(row))}


def told_fields(model: type[Model]) -> list[Field]:
    left_out = HIDDEN | _telling(model).without
    return [field for field in model._meta.concrete_fields if field.name not in left_out]


def language_name(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))


def _telling(model: type[Model]) -> Telling:
    return _tellings.get(model, Telling())


def label_of(field: Field) -> str:
    """What points elsewhere and has no name of its own bears that of what it points to."""
    label = _telling(field.model).labels.get(field.name)
    if label is None and field.related_model and not has_own_name(field):
        label = cast("type[Model]", field.related_model)._meta.verbose_name
    return capfirst(str(label or field.verbose_name))


def has_own_name(field: Field) -> bool:
    """Or else Django makes one of its name in the program."""
    return field._verbose_name is not None  # type: ignore[attr-defined]


def _value(row: Model, field: Field) -> Any:
    words = _telling(type(row)).words.get(field.name)
    if words is not None:
        return words(row)
    display = getattr(row, f"get_{field.name}_display", None)
    if display is not None:
        return str(display())
    value = getattr(row, field.name)
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
