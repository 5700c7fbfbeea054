"""A report in words, for a terminal."""

from django.utils.formats import number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.tracking.intervals import Rate
from campaigns.tracking.statistics import CampaignReport, Hits
from crm.days import written_day


def report_lines(counted: CampaignReport) -> list[str]:
    rows: list[tuple[str, str]] = [
        (_("Recipients"), number_format(counted.candidates)),
        (_("Accepted"), number_format(counted.accepted)),
        (_("Failed"), number_format(counted.failed)),
        (pgettext("letters", "Excluded"), number_format(counted.suppressed)),
        (pgettext("letters", "Cancelled"), number_format(counted.cancelled)),
        (_("To be checked"), number_format(counted.unknown)),
        (_("Waiting"), number_format(counted.pending)),
        (_("Addresses in error"), number_format(counted.bounced)),
        (_("Complaints"), number_format(counted.complained)),
        (_("Unsubscriptions"), number_format(counted.unsubscribed)),
        (_("Opens"), hits_in_words(counted.opens)),
        (_("Clicks"), hits_in_words(counted.clicks)),
        (_("Open rate"), rate_in_words(counted.open_rate)),
    ]
    if counted.began_at:
        rows.append((_("Began"), written_day(localtime(counted.began_at), "DATETIME_FORMAT")))
    if counted.ended_at:
        rows.append((_("Ended"), written_day(localtime(counted.ended_at), "DATETIME_FORMAT")))
    width = max(len(label) for label, _value in rows)
    return [f"{label:<{width}}  {value}" for label, value in rows]


def hits_in_words(hits: Hits) -> str:
    return _(
        "%(raw)s in all: %(person)s by people, %(machine)s by machines, %(unsure)s not sure"
    ) % {name: number_format(count) for name, count in hits.as_json().items()}


def rate_in_words(rate: Rate) -> str:
    if rate.value is None or rate.low is None or rate.high is None:
        return _("nothing measured: nobody agreed to individual tracking")
    return _("%(value)s%% (between %(low)s%% and %(high)s%%, measured on %(n)s mails)") % {
        "value": number_format(round(100 * rate.value, 1), 1),
        "low": number_format(round(100 * rate.low, 1), 1),
        "high": number_format(round(100 * rate.high, 1), 1),
        "n": number_format(rate.n),
    }
