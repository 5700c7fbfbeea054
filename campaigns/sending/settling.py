"""Mails in doubt: handed over, perhaps, and nobody can vouch for it. A person decides.

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


class SettlingRefused(Exception):
    """Nothing was decided; says why in one sentence."""


def in_doubt(campaign: Campaign) -> QuerySet[Delivery]:
    """Rows nobody can vouch for and about which nobody has decided since."""
    return _unknown(campaign).exclude(_left())


def left(campaign: Campaign) -> QuerySet[Delivery]:
    """Rows that a person looked at and left as they are."""
    return _unknown(campaign).filter(_left())


def settle(delivery: Delivery, choice: str, *, by: User | None) -> bool:
    """False when the row was no longer in doubt. Raises SettlingRefused."""
    campaign = delivery.campaign
    _check(campaign, choice)
    settled = _settle(campaign, [delivery.pk], choice, by)
    _log(campaign, choice, settled, by)
    return bool(settled)


def settle_all(campaign: Campaign, choice: str, *, by: User | None) -> int:
    """All rows in doubt, in short transactions; how many were. Raises SettlingRefused."""
    _check(campaign, choice)
    settled, last = 0, 0
    while ids := list(
        in_doubt(campaign)
        .filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    ):
        settled += _settle(campaign, ids, choice, by)
        last = ids[-1]
    _log(campaign, choice, settled, by)
    return settled


def _unknown(campaign: Campaign) -> QuerySet[Delivery]:
    return Delivery.objects.filter(campaign=campaign, state=State.UNKNOWN)


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
def _settle(campaign: Campaign, ids: Sequence[int], choice: str, by: User | None) -> int:
    asked = in_doubt(campaign) if choice == Choice.LEAVE else _unknown(campaign)
    rows = list(asked.filter(pk__in=ids).select_for_update().values_list("pk", flat=True))
    Settlement.objects.bulk_create(
        Settlement(delivery_id=row, choice=choice, decided_by=by) for row in rows
    )
    if choice == Choice.SEND_AGAIN and rows:
        _reopen(campaign, rows)
    return len(rows)


def _reopen(campaign: Campaign, ids: Sequence[int]) -> None:
    Delivery.objects.filter(pk__in=ids).update(
        state=State.PENDING, reason="", reply="", owner="", lease_until=None, settled_at=None,
        not_before=timezone.now(), claimed_at=None,
    )  # fmt: skip
    Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.SENT).update(
        state=Campaign.State.SENDING, ended_at=None
    )


def _log(campaign: Campaign, choice: str, settled: int, by: User | None) -> None:
    """Holds numbers alone: no address outlives an erasure in a log."""
    if settled:
        log(campaign, ACTIONS[choice], user=by, data={"count": settled})
