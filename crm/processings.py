"""The register of processing (GDPR, article 30): each room tells what it does with people's data.

`register(tell)` from AppConfig.ready(); `tell()` gives a Processing in the active language, with
the periods that the program itself keeps to.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext


@dataclass(frozen=True)
class Processing:
    """`count` is how many people it is about today, None where nobody is told apart."""

    name: str
    purpose: str
    legal_basis: str
    people: str
    data: str
    recipients: str
    kept: str
    security: str
    count: int | None = None


LABELS = {
    "purpose": gettext_lazy("Purpose"),
    "legal_basis": gettext_lazy("Legal basis"),
    "people": gettext_lazy("People"),
    "data": gettext_lazy("Data"),
    "recipients": gettext_lazy("Recipients"),
    "kept": gettext_lazy("Kept for"),
    "security": gettext_lazy("Security"),
}

_tellers: list[Callable[[], Processing]] = []


def register(*tellers: Callable[[], Processing]) -> None:
    _tellers.extend(teller for teller in tellers if teller not in _tellers)


def processings() -> list[Processing]:
    return [tell() for tell in _tellers]


def told(processing: Processing) -> list[tuple[str, str]]:
    """Label and text, in the order of the register."""
    names = [field.name for field in fields(processing) if field.name in LABELS]
    return [(str(LABELS[name]), getattr(processing, name)) for name in names]


def period(duration: timedelta) -> str:
    """As people say it: 3 years, 30 days, 2 hours."""
    if (years := duration.days // 365) and duration.days % 365 <= years:
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    if duration.days:
        return ngettext("%(n)s day", "%(n)s days", duration.days) % {"n": duration.days}
    hours = round(duration.total_seconds() / 3600)
    if hours:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    minutes = round(duration.total_seconds() / 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def the_team() -> str:
    return _("The team, by role; the host of the servers.")


def own_security() -> str:
    """What holds for all of it."""
    return _(
        "Accounts by invitation with a second factor, rights by role, encrypted connections, "
        "no request to another host, no address and no browser name in logs."
    )


def mail_way() -> str:
    """Read from the settings of this installation."""
    if settings.MAIL_PROVIDER:
        return _("The team; the mail provider %(name)s.") % {"name": settings.MAIL_PROVIDER}
    return _("The team; the mail server %(name)s.") % {"name": settings.EMAIL_HOST}
