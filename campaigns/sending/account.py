"""What became of one mail, in a sentence and by dates: how the ledger answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import BounceClass, Campaign, Delivery, SeenNotice
from crm.days import written_day

State = Delivery.State
Kind = SeenNotice.Kind


@dataclass(frozen=True)
class Happening:
    at: datetime
    sentence: str


@dataclass(frozen=True)
class Account:
    """`tone` is yes, no, open or doubt: what a colour may say a second time."""

    delivery: Delivery
    answer: str
    tone: str
    happenings: list[Happening]


def account(delivery: Delivery) -> Account:
    """With its campaign, settlements and notices: fetch them with it when there are many."""
    answer, tone = _answer(delivery)
    happenings = sorted(_happenings(delivery), key=lambda happening: happening.at)
    return Account(delivery, answer, tone, happenings)


def _answer(delivery: Delivery) -> tuple[str, str]:
    reason = delivery.get_reason_display()
    match delivery.state:
        case State.ACCEPTED if _came_back(delivery):
            return _("No: the server of this address accepted it, then sent it back."), "no"
        case State.ACCEPTED:
            return _accepted(delivery), "yes"
        case State.FAILED:
            return _("No: %(reason)s.") % {"reason": reason or _("it failed")}, "no"
        case State.SUPPRESSED:
            return _("No: it was left out. Reason: %(reason)s.") % {"reason": reason}, "no"
        case State.CANCELLED:
            return _("No: the sending was cancelled before its turn came."), "no"
        case State.UNKNOWN:
            return _("Nobody can say: %(reason)s.") % {"reason": reason}, "doubt"
        case State.DEFERRED:
            told = _("Not yet: %(reason)s. The next attempt is due on %(date)s.")
            return told % {"reason": reason, "date": _date(delivery.not_before)}, "open"
        case State.TRANSMITTING:
            return _("It is being handed over at this moment."), "open"
    if delivery.campaign.state == Campaign.State.PAUSED:
        return _("Not yet: the sending is on pause."), "open"
    return _("Not yet: it waits for its turn."), "open"


def _accepted(delivery: Delivery) -> str:
    if delivery.settled_at is None:
        return _("Yes: the server of this address accepted it.")
    told = _("Yes: the server of this address accepted it on %(date)s.")
    return told % {"date": _date(delivery.settled_at)}


def _came_back(delivery: Delivery) -> bool:
    return any(
        notice.kind == Kind.BOUNCE and notice.bounce_class != BounceClass.NONE
        for notice in delivery.notices.all()
    )


def _happenings(delivery: Delivery) -> Iterator[Happening]:
    if delivery.campaign.frozen_at:
        yield Happening(delivery.campaign.frozen_at, _("Among those the letter was addressed to"))
    if delivery.claimed_at:
        tried = ngettext(
            "Taken in hand (%(count)s attempt)",
            "Taken in hand (%(count)s attempts)",
            delivery.attempts,
        )
        yield Happening(delivery.claimed_at, tried % {"count": delivery.attempts})
    if delivery.settled_at:
        yield Happening(delivery.settled_at, _with_reason(delivery))
    for notice in delivery.notices.all():
        if not notice.key.startswith(SeenNotice.MET_WHILE_SENDING):
            yield Happening(notice.at, _told(notice))
    for settlement in delivery.settlements.all():
        who = str(settlement.decided_by or _("Somebody"))
        told = _("%(person)s decided: %(choice)s") % {
            "person": who,
            "choice": settlement.get_choice_display(),
        }
        yield Happening(settlement.decided_at, told)


def _with_reason(delivery: Delivery) -> str:
    state = str(delivery.get_state_display())
    state = state[:1].upper() + state[1:]
    return f"{state} – {delivery.get_reason_display()}" if delivery.reason else state


def _told(notice: SeenNotice) -> str:
    facts = [str(notice.get_kind_display())]
    if notice.bounce_class != BounceClass.NONE:
        facts.append(str(notice.get_bounce_class_display()))
    if notice.status:
        facts.append(notice.status)
    return _("Came back: %(facts)s") % {"facts": ", ".join(facts)}


def _date(moment: datetime) -> str:
    return written_day(localtime(moment), "DATETIME_FORMAT")
