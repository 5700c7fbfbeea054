"""When a campaign may be over, by the limits in force and by the rate that was seen.

A forecast, no promise: it supposes that no other letter shares the limits, that they stay as they
are, and it leaves aside those of recipients' domains but for the mails they have put off already.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from campaigns.models import Campaign, Delivery
from campaigns.models.pace import WarmUp
from campaigns.sending.pace.buckets import DAY, Tokens, look
from campaigns.sending.pace.hours import A_DAY, Closing, closes_at, opening
from campaigns.sending.pace.plan import read_plan, sender_domain

# What would take longer is no forecast any more.
LOOKED_AHEAD = timedelta(days=366)
# How many mails a limit allows in its n-th period from now; None when it is over by then.
Sizes = Callable[[int], int | None]


def forecast(
    campaign: Campaign, pending: int, per_minute: int | None, now: datetime
) -> datetime | None:
    """None when nothing tells how fast it goes: no limit, and nothing seen to leave."""
    plan = read_plan(campaign, now)
    tokens = look(plan.shared.values(), now).values()
    waits_until = max(filter(None, (now, campaign.waits_until)))
    # What is seen while it waits is the waiting, not how fast the server takes mails.
    seen = timedelta(minutes=pending / per_minute) if per_minute and waits_until == now else None
    if not tokens and seen is None:
        return None
    ends = [last_leaves_at(each, pending, _sizes(each, campaign, now)) for each in tokens]
    hours = [end - now for each, end in zip(tokens, ends, strict=True) if each.limit.period < DAY]
    worked = after_open_hours(plan.closings, now, max([*hours, seen or timedelta()]))
    end = opening(plan.closings, max(waits_until, worked, *ends, *_put_off(campaign)))[0]
    return end if end < now + LOOKED_AHEAD else None


def last_leaves_at(tokens: Tokens, mails: int, sizes: Sizes) -> datetime:
    """The tokens come back as they were taken, one period later, and so again each period."""
    period, number, left = timedelta(seconds=tokens.limit.period), 0, mails
    while number * period < LOOKED_AHEAD and (size := sizes(number)) is not None:
        if left <= size:
            return _leaves_at(tokens, left) + number * period
        left -= size
        number += 1
    return tokens.now + number * period


def _leaves_at(tokens: Tokens, mails: int) -> datetime:
    """Within the first period."""
    last = tokens.now
    for at, returned in tokens.returns():
        last, mails = at, mails - returned
        if mails <= 0:
            break
    return last


def after_open_hours(closings: Sequence[Closing], now: datetime, work: timedelta) -> datetime:
    """When so much time has passed in which mails may leave."""
    at = opening(closings, now)[0]
    while (closes := closes_at(closings, at)) and closes - at < work and at < now + LOOKED_AHEAD:
        work -= closes - at
        at = opening(closings, closes)[0]
    return at + work


def _sizes(tokens: Tokens, campaign: Campaign, now: datetime) -> Sizes:
    if not tokens.limit.key.startswith("sender "):
        return lambda _number: tokens.limit.size
    plan = WarmUp.objects.filter(domain=sender_domain(campaign)).first()
    today = timezone.localdate(now, timezone.get_default_timezone())
    return lambda number: plan.allows(today + number * A_DAY) if plan else None


def _put_off(campaign: Campaign) -> Iterable[datetime]:
    """The last turn of those that their domain's limit holds back."""
    rows = Delivery.objects.filter(
        campaign=campaign, aside=Delivery.AGAIN, state=Delivery.State.PENDING
    )
    last = rows.aggregate(at=Max("not_before"))["at"]
    return [last] if last else []
