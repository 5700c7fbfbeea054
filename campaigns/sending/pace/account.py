"""How much of each limit is used at this moment, for the people who set them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import SendingPace
from campaigns.sending.pace.buckets import DAY, Limit, look
from campaigns.sending.pace.plan import transport_limits


@dataclass(frozen=True)
class Account:
    name: str
    used: int
    size: int
    note: str = ""

    @property
    def percent(self) -> int:
        return min(100, 100 * self.used // self.size)


def accounts(now: datetime) -> list[Account]:
    """Of the host and of the sender domains that are being introduced."""
    pace = SendingPace.load()
    if pace.pk is None or pace._state.adding:
        return []
    named = _host(pace, now) + _sender_domains(pace, now)
    tokens = look([limit for _name, limit, _note in named], now)
    return [
        Account(name, limit.size - tokens[limit].free, limit.size, note)
        for name, limit, note in named
    ]


def _host(pace: SendingPace, now: datetime) -> list[tuple[str, Limit, str]]:
    names = {DAY: _("Your host, in the last 24 hours")}
    return [
        (names.get(limit.period, _("Your host, in the last hour")), limit, "")
        for limit in transport_limits(pace, now).values()
    ]


def _sender_domains(pace: SendingPace, now: datetime) -> list[tuple[str, Limit, str]]:
    today = timezone.localdate(now, timezone.get_default_timezone())
    named = []
    for plan in pace.warm_ups.all():
        if size := plan.allows(today):
            words = {"day": max(plan.day_number(today), 1), "days": plan.days}
            note = _("day %(day)s of %(days)s") % words
            named.append((plan.domain, Limit(f"sender {plan.domain}", DAY, size), note))
    return named
