"""The limits and hours in force for one campaign at this moment, read from the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from campaigns.models import Campaign, SendingPace
from campaigns.models.pace import EVERY_OTHER, RecipientPace, WarmUp
from campaigns.sending.pace.buckets import DAY, HOUR, MINUTE, Limit
from campaigns.sending.pace.hours import Closing
from crm.models import OutgoingMail

Waiting = Campaign.Waiting


@dataclass(frozen=True)
class Plan:
    """`shared` limits hold back the whole campaign, by what it then waits for; `recipients`
    only the mails to these domains."""

    closings: tuple[Closing, ...] = ()
    shared: dict[str, Limit] = field(default_factory=dict)
    recipients: dict[str, tuple[Limit, ...]] = field(default_factory=dict)
    every_other: RecipientPace | None = None

    @property
    def is_free(self) -> bool:
        return not (self.closings or self.shared or self.recipients or self.every_other)

    def limits_of(self, domain: str) -> tuple[Limit, ...]:
        if domain in self.recipients:
            return self.recipients[domain]
        return recipient_limits(self.every_other, domain) if self.every_other else ()


def read_plan(campaign: Campaign, now: datetime) -> Plan:
    """The campaign's own choices as the caller has read them, the settings as they stand now."""
    pace = SendingPace.objects.order_by("pk").first()
    if pace is None:
        return Plan(closings=_closings(None, campaign), shared=_own_limits(campaign))
    rows = list(pace.recipients.all())
    warm_ups = pace.warm_ups.filter(domain=sender_domain(campaign))
    return Plan(
        closings=_closings(pace, campaign),
        shared=_own_limits(campaign) | transport_limits(pace, now) | warm_up(warm_ups, now),
        recipients={
            domain: recipient_limits(row, row.domains)
            for row in rows
            if row.domains != EVERY_OTHER
            for domain in row.domains.split()
        },
        every_other=next((row for row in rows if row.domains == EVERY_OTHER), None),
    )


def sender_domain(campaign: Campaign) -> str:
    return campaign.newsletter.sender_email.rpartition("@")[2].lower()


def transport_key() -> str:
    """Another host has counted nothing yet."""
    if "anymail" in settings.EMAIL_BACKEND:
        return f"transport {settings.EMAIL_BACKEND.split('.')[2]}"
    return f"transport {settings.EMAIL_HOST}:{settings.EMAIL_PORT} {settings.EMAIL_HOST_USER}"[
        :200
    ]


def closings_of(pace: SendingPace | None, window: tuple) -> tuple[Closing, ...]:
    closings = []
    if pace and pace.quiet_from is not None and pace.quiet_until is not None:
        closings.append(Closing(Waiting.QUIET, pace.quiet_from, pace.quiet_until))
    begins, ends = window
    if begins is not None and ends is not None and begins != ends:
        closings.append(Closing(Waiting.WINDOW, ends, begins))
    return tuple(closings)


def _closings(pace: SendingPace | None, campaign: Campaign) -> tuple[Closing, ...]:
    return closings_of(pace, (campaign.window_from, campaign.window_until))


def _own_limits(campaign: Campaign) -> dict[str, Limit]:
    if not campaign.per_hour:
        return {}
    return {Waiting.OWN: Limit(f"campaign {campaign.pk}", HOUR, campaign.per_hour)}


def transport_limits(pace: SendingPace, now: datetime) -> dict[str, Limit]:
    sizes = {(Waiting.HOST_HOUR, HOUR): pace.per_hour, (Waiting.HOST_DAY, DAY): pace.per_day}
    return {
        code: Limit(transport_key(), period, size, spent=_system_mails(now, period))
        for (code, period), size in sizes.items()
        if size
    }


def _system_mails(now: datetime, period: int) -> int:
    """They leave through the same host and are never kept waiting here."""
    since = now - timedelta(seconds=period)
    return OutgoingMail.objects.filter(state=OutgoingMail.State.SENT, sent_at__gt=since).count()


def warm_up(plans: Iterable[WarmUp], now: datetime) -> dict[str, Limit]:
    today = timezone.localdate(now, timezone.get_default_timezone())
    for plan in plans:
        if (size := plan.allows(today)) is not None:
            return {Waiting.WARM_UP: Limit(f"sender {plan.domain}", DAY, size)}
    return {}


def recipient_limits(row: RecipientPace, key: str) -> tuple[Limit, ...]:
    sizes = ((MINUTE, row.per_minute), (HOUR, row.per_hour), (DAY, row.per_day))
    return tuple(Limit(f"recipient {key}"[:280], period, size) for period, size in sizes if size)
