"""Finding records by what people type: part of a name, with or without its accents."""

from collections.abc import Sequence
from functools import reduce

from django.db.models import Model, Q, QuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.index import class_is_indexed

FOUND_AT_MOST = 500


def find(rows: QuerySet, text: str, *, fields: Sequence[str]) -> QuerySet:
    """Rows that the index knows by these words, or of which every word stands in a field."""
    everything = rows.model._default_manager.order_by()
    found = Q(pk__in=_pks_in_index(rows.model, text)) | _every_word(text.split(), fields)
    return rows.filter(pk__in=everything.filter(found).values("pk"))


def _pks_in_index(model: type[Model], text: str) -> list[int]:
    """The index minds neither accents nor the ends of words."""
    if not class_is_indexed(model):
        return []
    if not model.get_autocomplete_search_fields():  # type: ignore[attr-defined]
        return []
    results = get_search_backend().autocomplete(text, model._default_manager.all())
    return [row.pk for row in results[:FOUND_AT_MOST]]


def _every_word(words: Sequence[str], fields: Sequence[str]) -> Q:
    return reduce(
        Q.__and__,
        (
            reduce(Q.__or__, (Q(**{f"{field}__plain__contains": word}) for field in fields), Q())
            for word in words
        ),
        Q(),
    )
