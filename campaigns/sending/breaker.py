"""Stops a campaign that fares badly before it does harm: it is paused, nobody is excluded.

It trips on refusals in a row that no recipient can be blamed for, and on a share of failures
that says the list or the mail is bad. What it has seen stays with the campaign from one worker's
turn to the next.
"""

from collections import deque
from collections.abc import Iterable

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Delivery
from campaigns.sending.suppression import blames_sender
from campaigns.sending.transports import Outcome, Result
from crm.models import Suppression
from crm.suppression import lift

ACCEPTED, FAILED, REFUSED, PUT_OFF = "afrd"
REMEMBERED = 200
# Of fewer outcomes a share says nothing.
JUDGED_FROM = 50


class Breaker:
    """`share` None: a person has looked at the failures and told the campaign to go on."""

    def __init__(self, recent: str = "", *, refusals: int, share: float | None) -> None:
        self.recent = deque(recent, maxlen=REMEMBERED)
        self.refusals = refusals
        self.share = share
        self.tripped = False

    @classmethod
    def of(cls, campaign: Campaign) -> "Breaker":
        return cls(
            campaign.recent_outcomes,
            refusals=settings.BREAKER_REFUSALS,
            share=None if campaign.failures_seen else settings.BREAKER_FAILURE_SHARE,
        )

    def trips_on(self, outcomes: Iterable[Outcome]) -> str:
        """The sentence that says why, or an empty text. It trips once."""
        for outcome in outcomes:
            if (letter := _letter(outcome)) and not self.tripped:
                self.recent.append(letter)
                if letter != ACCEPTED and (reason := self._reason(outcome)):
                    self.tripped = True
                    return reason
        return ""

    def remember(self, campaign: Campaign) -> None:
        """For the next turn; nothing is written when nothing was seen."""
        recent = "".join(self.recent)
        if recent != campaign.recent_outcomes and not self.tripped:
            campaign.recent_outcomes = recent
            Campaign.objects.filter(pk=campaign.pk).update(recent_outcomes=recent)

    def _reason(self, outcome: Outcome) -> str:
        if self._refused_in_a_row() >= self.refusals:
            return _("The mail server refuses our mails: %(reply)s") % {"reply": outcome.reply}
        settled = [letter for letter in self.recent if letter != PUT_OFF]
        failed = len(settled) - settled.count(ACCEPTED)
        if self.share is None or len(settled) < JUDGED_FROM or failed <= self.share * len(settled):
            return ""
        return _(
            "Too many mails fail: %(failed)s of the last %(number)s. The last answer: %(reply)s"
        ) % {
            "failed": formats.number_format(failed),
            "number": formats.number_format(len(settled)),
            "reply": outcome.reply,
        }

    def _refused_in_a_row(self) -> int:
        recent = "".join(self.recent)
        return len(recent) - len(recent.rstrip(REFUSED))


def readmit(campaign: Campaign) -> int:
    """Lifts the exclusions that the failures which tripped it have brought about."""
    failed = campaign.deliveries.filter(
        aside=Delivery.State.FAILED, reason=Delivery.Reason.NO_SUCH_ADDRESS
    ).order_by("-settled_at")
    addresses = list(failed.values_list("address", flat=True)[:REMEMBERED])
    excluded = Suppression.objects.filter(
        address__in=addresses,
        reason=Suppression.Reason.HARD_BOUNCE,
        created_at__gte=campaign.began_at or campaign.created_at,
    )
    return sum(lift(address) for address in list(excluded.values_list("address", flat=True)))


def _letter(outcome: Outcome) -> str:
    match outcome.result:
        case Result.ACCEPTED:
            return ACCEPTED
        case Result.DEFERRED:
            return PUT_OFF
        case Result.FAILED:
            return REFUSED if blames_sender(outcome) else FAILED
        case Result.MALFORMED:
            return FAILED
        case _:
            return ""
