"""The part of a campaign's screen that follows its sending by itself, and always adds up."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import ngettext_lazy
from wagtail.admin.auth import any_permission_required

from campaigns.models import Campaign, Delivery
from campaigns.segments.members import Line, counted
from campaigns.sending.domains import domains
from campaigns.sending.progress import Progress, progress

State = Campaign.State
STEERED = (State.SENDING, State.PAUSED)
may_see = any_permission_required("campaigns.view_campaign", "campaigns.change_campaign")

# In the order of the bar; what is open comes last, and the bar leaves it empty.
SHOWN_STATES = (
    *(Delivery.State.ACCEPTED, Delivery.State.FAILED, Delivery.State.UNKNOWN),
    *(Delivery.State.SUPPRESSED, Delivery.State.CANCELLED),
    *(Delivery.State.TRANSMITTING, Delivery.State.CLAIMED),
    *(Delivery.State.DEFERRED, Delivery.State.PENDING),
)
BAR_LENGTH = 1000
SECONDS_BETWEEN_LOOKS = {State.SENDING: 2, State.PAUSED: 5, State.CANCELLED: 2}


@dataclass(frozen=True)
class StateLine:
    """`start` and `length` are its piece of a bar of BAR_LENGTH."""

    state: str
    label: str
    number: int
    start: int
    length: int


@dataclass(frozen=True)
class End:
    at: datetime
    minutes: int
    is_today: bool

    @property
    def hours(self) -> int:
        return round(self.minutes / 60)


@may_see
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    return render(request, "campaigns/admin/progress.html", progress_context(campaign))


def progress_context(campaign: Campaign) -> dict[str, Any]:
    seen = progress(campaign)
    return {
        "campaign": campaign,
        "progress": seen,
        "reconciliation": reconciliation(seen),
        "states": state_lines(seen),
        "domains": domains(campaign, seen) if seen.candidates else None,
        "percent": 100 * seen.settled // seen.candidates if seen.candidates else 0,
        "end": end(seen) if campaign.state == State.SENDING else None,
        "is_moving": campaign.state in STEERED or _is_stopping(campaign),
        "may_steer": campaign.state in STEERED,
        "seconds": SECONDS_BETWEEN_LOOKS.get(State(campaign.state), 0),
    }


def _is_stopping(campaign: Campaign) -> bool:
    """Cancelled, and its last rows are being cancelled or handed over at this moment."""
    started = campaign.frozen_at is not None
    return campaign.state == State.CANCELLED and started and campaign.ended_at is None


def reconciliation(seen: Progress) -> list[Line]:
    """Every candidate is in exactly one of these; the accepted are named even when none is."""
    lines = [
        counted(ngettext_lazy("accepted", "accepted"), seen.accepted),
        counted(ngettext_lazy("failure", "failures"), seen.failed),
        counted(ngettext_lazy("left out", "left out"), seen.suppressed),
        counted(ngettext_lazy("called off", "called off"), seen.cancelled),
        counted(ngettext_lazy("to check", "to check"), seen.unknown),
        counted(ngettext_lazy("still to go", "still to go"), seen.pending),
    ]
    return [lines[0], *[line for line in lines[1:] if line.number]]


def state_lines(seen: Progress) -> list[StateLine]:
    lines, before = [], 0
    for state in SHOWN_STATES:
        number = seen.of(state)
        if number:
            start, stop = (
                BAR_LENGTH * part // seen.candidates for part in (before, before + number)
            )
            lines.append(StateLine(state, str(state.label), number, start, stop - start))
        before += number
    return lines


def end(seen: Progress) -> End | None:
    if seen.ends_at is None:
        return None
    at = timezone.localtime(seen.ends_at)
    minutes = ceil((seen.ends_at - seen.counted_at).total_seconds() / 60)
    return End(at, minutes, at.date() == timezone.localdate())
