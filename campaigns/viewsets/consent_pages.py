"""The ledger of consents by the moment of each act, a page at a time."""

from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet

from crm.models import Consent

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LAST_MOMENT = (datetime.max.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
LAST_NUMBER = 2**62


def place_of(act: Consent) -> str:
    """Where a page ends, for an address: the moment, then the number."""
    return f"{(act.given_at - EPOCH) // MICROSECOND}-{act.pk}"


def acts_before(place: str, acts: QuerySet[Consent], number: int) -> list[Consent]:
    """The latest first; from the latest of all on when the place is none."""
    moment, _dash, pk = place.partition("-")
    latest = acts.order_by("-given_at", "-pk")
    if not (moment.isdecimal() and pk.isdecimal()):
        return list(latest[:number])
    at = EPOCH + min(int(moment), LAST_MOMENT) * MICROSECOND
    # An import says hundreds of thousands of things at one moment: sought, not filtered
    found = list(latest.filter(given_at=at, pk__lt=min(int(pk), LAST_NUMBER))[:number])
    return found + list(latest.filter(given_at__lt=at)[: number - len(found)])
