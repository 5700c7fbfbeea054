"""The newsletters' part of the yearly report: how many left, who received them, how many read."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from campaigns.models import Campaign
from campaigns.past_subscriptions import people_on
from campaigns.tracking.intervals import Rate
from campaigns.tracking.statistics import open_rate
from crm.figures import Value, register, told_until, written


def register_figures() -> None:
    register(
        "audience",
        "newsletters_sent",
        newsletters_sent,
        ngettext_lazy(
            "%(figure)s newsletter sent in %(year)s.",
            "%(figure)s newsletters sent in %(year)s.",
            "value",
        ),
    )
    register(
        "audience",
        "newsletter_subscribers",
        newsletter_subscribers,
        ngettext_lazy(
            "%(figure)s newsletter subscriber at %(day)s.",
            "%(figure)s newsletter subscribers at %(day)s.",
            "value",
        ),
    )
    register("audience", "open_rate", open_rate_in_percent, open_rate_sentence)


def newsletters_sent(year: int) -> int:
    """Each letter once: sending it again to those it missed is no new letter."""
    return Campaign.objects.filter(began_at__year=year, follows=None).count()


def newsletter_subscribers(year: int) -> int:
    """People, however many letters they receive."""
    return people_on(told_until(year))


def open_rate_in_percent(year: int) -> float | None:
    value = _rate(year).value
    return None if value is None else round(100 * value, 1)


def open_rate_sentence(value: Value, year: int) -> str:
    if not isinstance(value, float):
        return _("No open rate in %(year)s: no mail was measured.") % {"year": year}
    measured = _rate(year).n
    return ngettext(
        "An open rate of %(rate)s%% in %(year)s, measured on %(n)s mail to people who agreed.",
        "An open rate of %(rate)s%% in %(year)s, measured on %(n)s mails to people who agreed.",
        measured,
    ) % {"rate": written(value), "year": year, "n": written(measured)}


def _rate(year: int) -> Rate:
    """Over all mails of the year: a letter to many weighs more than a letter to few."""
    campaigns = Campaign.objects.filter(began_at__year=year)
    return open_rate(campaigns.values_list("pk", flat=True))
