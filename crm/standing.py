"""What stood on a given day: begun by then, and not ended by then."""

import datetime as dt

from django.db.models import Q


def standing(day: dt.date, *, began: str, ended: str) -> Q:
    """`began` and `ended` name date fields, by way of relations if need be."""
    open_ended = Q(**{ended: None}) | Q(**{f"{ended}__gt": day})
    return open_ended & Q(**{f"{began}__lte": day})
