"""After a backup was restored: each machine tells the database what it has forgotten, then a
person confirms that sending may go on.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, Delivery, Machine, Newsletter, SendingHold
from campaigns.sending.control import BEFORE_START, RUNNING
from campaigns.sending.epoch import Counter, SendingHeld, advance, counter, held
from campaigns.sending.readdressing import forget_erased, granted, replay_moves
from campaigns.subscriptions import unsubscribe
from crm import journal
from crm.consent import TRACKING_PURPOSES, latest_act, record_consent
from crm.erasure import erase_person
from crm.models import Consent, Subscriber, Suppression, TrackingChoice, User
from crm.suppression import exclude_hash

# An act is written down within seconds of its commit: what is older stands in the backup.
MARGIN = timedelta(days=1)
# Machines that were silent for so long when the backup was made are gone, not late.
ALIVE_WITHIN = timedelta(days=1)
LEAVING = ("excluded", Consent.Act.WITHDRAWN, Consent.Act.REFUSED)


class NotYet(Exception):
    """Says in one sentence why sending cannot go on yet."""


@dataclass(frozen=True)
class Departure:
    address_hash: str
    purpose: str
    act: str
    source: str
    reason: str
    is_by_team: bool
    at: datetime


def check_in() -> str:
    """Once a minute on every machine; the sentence that holds sending, or an empty text."""
    try:
        advance()
    except SendingHeld as refusal:
        replay()
        return str(refusal)
    with suppress(OSError):
        forget_erased()
        journal.forget_old_addresses(timezone.now())
    return ""


def replay() -> bool:
    """Writes what this machine's journal knows and the database does not; once per hold."""
    try:
        with counter() as mine, transaction.atomic():
            hold = held()
            machine = Machine.objects.filter(key=mine.key).first()
            if hold is None or machine is None or _has_told(machine, hold):
                return False
            since = machine.seen_at - MARGIN
            report = [
                *_replay_moves(machine, since),
                *_replay_departures(since),
                *_doubt_campaigns(mine, machine),
            ]
            Machine.objects.filter(pk=machine.pk).update(
                count=max(mine.count, machine.count), replayed_at=timezone.now()
            )
            said = [hold.report, machine.name, *report]
            SendingHold.objects.filter(pk=hold.pk).update(report="\n".join(filter(None, said)))
    except OSError:
        return False
    return True


def awaited(hold: SendingHold) -> list[Machine]:
    """Machines alive when the backup was made whose journal nobody has read yet."""
    silent = [machine for machine in Machine.objects.all() if not _has_told(machine, hold)]
    newest = max((machine.seen_at for machine in silent), default=hold.noticed_at)
    return [machine for machine in silent if machine.seen_at >= newest - ALIVE_WITHIN]


@transaction.atomic
def confirm(*, by: User | None = None, without: Iterable[str] = ()) -> bool:
    """Lets sending go on; False when nothing held it. Raises NotYet.

    `without` names machines that are lost with their journal: who left through them since the
    backup may be mailed again.
    """
    hold = held()
    if hold is None:
        return False
    Machine.objects.filter(name__in=without).exclude(replayed_at__gte=hold.noticed_at).delete()
    if names := ", ".join(machine.name for machine in awaited(hold)):
        raise NotYet(
            _(
                "Not every machine has read its journal yet: %(names)s. "
                "Start its processes, or say that it is lost."
            )
            % {"names": names}
        )
    SendingHold.objects.filter(confirmed_at=None).update(
        confirmed_at=timezone.now(), confirmed_by=by
    )
    return True


def _has_told(machine: Machine, hold: SendingHold) -> bool:
    return machine.replayed_at is not None and machine.replayed_at >= hold.noticed_at


def _replay_moves(machine: Machine, since: datetime) -> list[str]:
    """What others did at the new address, their machines can tell only after this one."""
    made = lost = 0
    for move, subscriber in replay_moves(since):
        if subscriber is None:
            lost += 1
            continue
        made += 1
        for purpose in sorted(granted(subscriber) - move.kept):
            act, source = Consent.Act.WITHDRAWN, Consent.Source.PREFERENCES
            _replay_departure(Departure(move.present, purpose, act, source, "", False, move.at))
    if made:
        Machine.objects.exclude(pk=machine.pk).update(replayed_at=None)
    told = ngettext(
        "%(count)s change of address made again.", "%(count)s changes of address made again.", made
    ) % {"count": made}
    missing = ngettext(
        "%(count)s person has moved to an address that is no longer known: nothing goes to her.",
        "%(count)s people have moved to an address that is no longer known: nothing goes to them.",
        lost,
    ) % {"count": lost}
    return [*([told] if made else []), *([missing] if lost else [])]


def _replay_departures(since: datetime) -> list[str]:
    replayed = 0
    for departure in _departures(since):
        replayed += _replay_departure(departure)
    sentence = ngettext(
        "%(count)s departure written again.", "%(count)s departures written again.", replayed
    )
    return [sentence % {"count": replayed}]


def _departures(since: datetime) -> list[Departure]:
    """Of each person and purpose the last act counts; who came back has not left."""
    last: dict[tuple[str, str], journal.Line] = {}
    for line in journal.lines(since):
        if "hash" in line:
            last[line["hash"], line.get("purpose", "")] = line
    return [
        Departure(
            hashed, purpose, line["act"], line.get("source", ""), line.get("reason", ""),
            line.get("team") == "yes", datetime.fromisoformat(line["at"]),
        )
        for (hashed, purpose), line in last.items()
        if line["act"] in LEAVING
    ]  # fmt: skip


def _replay_departure(departure: Departure) -> bool:
    subscriber = Subscriber.objects.filter(address_hash=departure.address_hash).first()
    if departure.act == "excluded":
        is_erasure = departure.reason == Suppression.Reason.ERASED
        erased = is_erasure and subscriber is not None and erase_person(subscriber.address)
        excluded = exclude_hash(
            departure.address_hash, departure.reason, also_by_team=departure.is_by_team
        )
        return bool(erased or excluded)
    if subscriber is None or _came_back(subscriber, departure):
        return False
    if departure.purpose in TRACKING_PURPOSES:
        return _refuse_tracking(subscriber, departure)
    slug = departure.purpose.partition(":")[2]
    newsletter = Newsletter.objects.filter(slug=slug).first()
    return newsletter is not None and unsubscribe(
        subscriber, newsletter, source=departure.source, proof=_proof(departure)
    )


def _came_back(subscriber: Subscriber, departure: Departure) -> bool:
    last = latest_act(subscriber, departure.purpose)
    return last is not None and last.act == Consent.Act.GRANTED and last.given_at > departure.at


def _refuse_tracking(subscriber: Subscriber, departure: Departure) -> bool:
    if getattr(subscriber, departure.purpose) == TrackingChoice.REFUSED:
        return False
    record_consent(
        subscriber, purpose=departure.purpose, act=departure.act, source=departure.source,
        proof=_proof(departure), at=departure.at,
    )  # fmt: skip
    return True


def _proof(departure: Departure) -> str:
    return f"journal {departure.at.isoformat(timespec='seconds')}"


def _doubt_campaigns(mine: Counter, machine: Machine) -> list[str]:
    return list(filter(None, map(_doubt, sorted(_sent_since(machine.count)))))


def _sent_since(known: int) -> set[str]:
    """Campaigns this machine had in hand after what the database remembers of it."""
    began, ended = {}, {}
    for line in journal.lines():
        if line["act"] == "turn":
            began[line["turn"]] = line["campaign"]
        elif line["act"] == "turn_over":
            ended[line["turn"]] = line["count"]
    return {slug for turn, slug in began.items() if ended.get(turn, known + 1) > known}


def _doubt(slug: str) -> str:
    """What was open in the backup may have left since: nobody gets it twice."""
    campaign = Campaign.objects.filter(slug=slug).first()
    if campaign is None:
        return _("“%(slug)s” was sent; the database no longer knows it.") % {"slug": slug}
    if campaign.state in BEFORE_START:
        reason = _(
            "This letter was sent, or partly, after the backup was made: do not send it again."
        )
        Campaign.objects.filter(pk=campaign.pk).update(
            state=Campaign.State.DRAFT, paused_because=reason
        )
        return _("%(campaign)s: %(reason)s") % {"campaign": campaign.name, "reason": reason}
    rows = campaign.deliveries.filter(state__in=Delivery.OPEN_STATES)
    count = rows.update(
        state=Delivery.State.UNKNOWN, reason=Delivery.Reason.RESTORED, owner="", lease_until=None,
        settled_at=timezone.now(),
    )  # fmt: skip
    if campaign.state not in RUNNING and not count:
        return ""
    if campaign.state in RUNNING:
        Campaign.objects.filter(pk=campaign.pk).update(
            state=Campaign.State.SENT, ended_at=timezone.now()
        )
    return _("%(campaign)s: %(count)s to check.") % {"campaign": campaign.name, "count": count}
