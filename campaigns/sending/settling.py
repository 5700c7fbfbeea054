"""Mails that only a person may have sent again: those in doubt, which were handed over, perhaps,
and those that were refused for our account's sake, once it is mended.

Nothing is sent again by itself. Each decision stays: a Settlement per mail says who and when, a
line in the log of the campaign says how many. What was left can still be sent again.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.models import Campaign, Delivery, Settlement
from crm.models import User

State = Delivery.State
Choice = Settlement.Choice
AT_ONCE = 1000
ACTIONS = {
    Choice.SEND_AGAIN.value: "campaigns.send_again",
    Choice.LEAVE.value: "campaigns.leave_in_doubt",
}
SEND_REFUSED_AGAIN = "campaigns.send_refused_again"


class SettlingRefused(Exception):
    """Nothing was decided; says why in one sentence."""


def in_doubt(campaign: Campaign) -> QuerySet[Delivery]:
    """Rows nobody can vouch for and about which nobody has decided since."""
    return _unknown(campaign).exclude(_left())


def left(campaign: Campaign) -> QuerySet[Delivery]:
    """Rows that a person looked at and left as they are."""
    return _unknown(campaign).filter(_left())


def refused_for_us(campaign: Campaign) -> QuerySet[Delivery]:
    """Rows refused by policy or for want of sign-in: no recipient is to blame."""
    return Delivery.objects.filter(
        campaign=campaign, aside=State.FAILED, reason=Delivery.Reason.POLICY
    )


def settle(delivery: Delivery, choice: str, *, by: User | None) -> bool:
    """False when the row was no longer in doubt. Raises SettlingRefused."""
    campaign = delivery.campaign
    _check(campaign, choice)
    asked = in_doubt(campaign) if choice == Choice.LEAVE else _unknown(campaign)
    settled = _settle(campaign, asked, [delivery.pk], choice, by)
    _log(campaign, ACTIONS[choice], settled, by)
    return bool(settled)


def settle_all(campaign: Campaign, choice: str, *, by: User | None) -> int:
    """All rows in doubt; how many were. Raises SettlingRefused."""
    return _settle_each(campaign, in_doubt(campaign), choice, ACTIONS[choice], by)


def send_refused_again(campaign: Campaign, *, by: User | None) -> int:
    """All rows refused for our account's sake; how many were. Raises SettlingRefused."""
    return _settle_each(
        campaign, refused_for_us(campaign), Choice.SEND_AGAIN, SEND_REFUSED_AGAIN, by
    )


def _settle_each(
    campaign: Campaign, asked: QuerySet[Delivery], choice: str, action: str, by: User | None
) -> int:
    """In short transactions, each row once: one that fails anew meanwhile is asked about anew."""
    _check(campaign, choice)
    settled, last = 0, 0
    while ids := list(
        asked.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        settled += _settle(campaign, asked, ids, choice, by)
        last = ids[-1]
    _log(campaign, action, settled, by)
    return settled


def _unknown(campaign: Campaign) -> QuerySet[Delivery]:
    return Delivery.objects.filter(campaign=campaign, aside=State.UNKNOWN)


def _left() -> Exists:
    """A row sent again that is in doubt once more asks once more."""
    return Exists(
        Settlement.objects.filter(
            delivery=OuterRef("pk"),
            choice=Choice.LEAVE,
            decided_at__gte=OuterRef("settled_at"),
        )
    )


def _check(campaign: Campaign, choice: str) -> None:
    campaign.refresh_from_db(fields=["state"])
    if choice == Choice.SEND_AGAIN and campaign.state == Campaign.State.CANCELLED:
        raise SettlingRefused(_("This campaign was cancelled: nothing of it leaves any more."))


@transaction.atomic
def _settle(
    campaign: Campaign,
    asked: QuerySet[Delivery],
    ids: Sequence[int],
    choice: str,
    by: User | None,
) -> int:
    rows = list(asked.filter(pk__in=ids).select_for_update().values_list("pk", flat=True))
    Settlement.objects.bulk_create(
        Settlement(delivery_id=row, choice=choice, decided_by=by) for row in rows
    )
    if choice == Choice.SEND_AGAIN and rows:
        _reopen(campaign, rows)
    return len(rows)


def _reopen(campaign: Campaign, ids: Sequence[int]) -> None:
    Delivery.objects.filter(pk__in=ids).update(
        state=State.PENDING, reason="", reply="", owner="", lease_until=timezone.now(),
        settled_at=None, not_before=timezone.now(), claimed_at=None,
    )  # fmt: skip
    Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.SENT).update(
        state=Campaign.State.SENDING, ended_at=None
    )


def _log(campaign: Campaign, action: str, settled: int, by: User | None) -> None:
    """Holds numbers alone: no address outlives an erasure in a log."""
    if settled:
        log(campaign, action, user=by, data={"count": settled})
