"""Why a campaign is slow or waits, in one sentence, and when it goes on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils import formats, timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, Delivery, SendingPace
from campaigns.sending.pace.plan import sender_domain
from campaigns.sending.progress import KEPT_SECONDS, kept
from crm.days import written_day

Waiting = Campaign.Waiting


@dataclass(frozen=True)
class Standing:
    sentence: str
    goes_on_at: datetime


def standing(campaign: Campaign, now: datetime | None = None) -> Standing | None:
    """None when nothing but the mail server decides how fast it goes."""
    now = now or timezone.now()
    if campaign.state != Campaign.State.SENDING:
        return None
    if campaign.waits_until is None or campaign.waits_until <= now:
        return _of_domains(campaign, now)
    when = _when(campaign.waits_until, now)
    return Standing(_sentence(campaign, when, now), campaign.waits_until)


def _sentence(campaign: Campaign, when: str, now: datetime) -> str:
    pace = SendingPace.load()
    match campaign.waits_for:
        case Waiting.QUIET:
            return _("Quiet hours: it goes on %(when)s.") % {"when": when}
        case Waiting.WINDOW:
            sentence = _("Outside the hours chosen for this letter: it goes on %(when)s.")
            return sentence % {"when": when}
        case Waiting.OWN:
            return _own(campaign.per_hour or 0, when)
        case Waiting.HOST_HOUR:
            return _host_hour(pace.per_hour or 0, when)
        case Waiting.HOST_DAY:
            return _host_day(pace.per_day or 0, when)
        case _:
            return _warm_up(campaign, pace, when, now)


def _own(number: int, when: str) -> str:
    return ngettext(
        "The pace chosen for this letter, %(number)s mail an hour, is reached; "
        "it goes on %(when)s.",
        "The pace chosen for this letter, %(number)s mails an hour, is reached; "
        "it goes on %(when)s.",
        number,
    ) % {"number": number_format(number), "when": when}


def _host_hour(number: int, when: str) -> str:
    return ngettext(
        "Your host's limit of %(number)s mail an hour is reached; it goes on %(when)s.",
        "Your host's limit of %(number)s mails an hour is reached; it goes on %(when)s.",
        number,
    ) % {"number": number_format(number), "when": when}


def _host_day(number: int, when: str) -> str:
    return ngettext(
        "Your host's limit of %(number)s mail a day is reached; it goes on %(when)s.",
        "Your host's limit of %(number)s mails a day is reached; it goes on %(when)s.",
        number,
    ) % {"number": number_format(number), "when": when}


def _warm_up(campaign: Campaign, pace: SendingPace, when: str, now: datetime) -> str:
    domain = sender_domain(campaign)
    plan = pace.warm_ups.filter(domain=domain).first() if pace.pk else None
    today = timezone.localdate(now, timezone.get_default_timezone())
    size = plan.allows(today) if plan else None
    if plan is None or size is None:
        return _("It goes on %(when)s.") % {"when": when}
    return _(
        "%(domain)s is making itself known: %(number)s mails on day %(day)s of %(days)s; "
        "it goes on %(when)s."
    ) % {
        "domain": domain,
        "number": number_format(size),
        "day": max(plan.day_number(today), 1),
        "days": plan.days,
        "when": when,
    }


def _of_domains(campaign: Campaign, now: datetime) -> Standing | None:
    put_off = kept(
        f"put-off:{campaign.pk}:{campaign.state}",
        lambda _last: _put_off(campaign, now),
        seconds=KEPT_SECONDS,
    )
    if not put_off["number"]:
        return None
    sentence = ngettext(
        "%(number)s mail waits until its domain takes more; it goes on %(when)s.",
        "%(number)s mails wait until their domains take more; the next goes on %(when)s.",
        put_off["number"],
    )
    words = {"number": number_format(put_off["number"]), "when": _when(put_off["next"], now)}
    return Standing(sentence % words, put_off["next"])


def _put_off(campaign: Campaign, now: datetime) -> dict[str, Any]:
    rows = Delivery.objects.filter(
        campaign=campaign,
        aside=Delivery.AGAIN,
        state=Delivery.State.PENDING,
        reason=Delivery.Reason.PACED,
        not_before__gt=now,
    )
    return rows.aggregate(number=Count("pk"), next=Min("not_before"))


def _when(at: datetime, now: datetime) -> str:
    """“at 14:05”, “tomorrow at 07:00”: on the reader's clock."""
    local = timezone.localtime(_full_minute(at))
    days = (local.date() - timezone.localtime(now).date()).days
    words = {
        "time": clock_time(at),
        "day": written_day(local, "MONTH_DAY_FORMAT"),
    }
    if days == 0:
        return _("at %(time)s") % words
    return (_("tomorrow at %(time)s") if days == 1 else _("on %(day)s at %(time)s")) % words


def exact_time(at: datetime) -> str:
    """To the second: what is promised until then ends with it, not with its minute."""
    return formats.time_format(timezone.localtime(at), "H:i:s")


def clock_time(at: datetime) -> str:
    return formats.time_format(timezone.localtime(_full_minute(at)), "TIME_FORMAT")


def _full_minute(at: datetime) -> datetime:
    """The one at which it will be true that it goes on."""
    return at + timedelta(seconds=59)
