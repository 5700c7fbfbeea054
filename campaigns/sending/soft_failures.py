"""Counts the temporary errors that servers gave while a letter was sent, once it has ended.

They weigh as much as those that come back as reports, and the mails that get through pay no
price: nothing is looked at before the last of them has left.
"""

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from campaigns.inbox.codes import judge
from campaigns.models import BounceClass, Delivery, SeenNotice
from campaigns.sending.breaker import JUDGED_FROM
from campaigns.tracking.bounces import WINDOW, has_bounced_too_often
from crm.addresses import address_hash
from crm.models import Suppression
from crm.suppression import suppress

State, Reason = Delivery.State, Delivery.Reason

AT_ONCE = 500
# RFC 3463, sections 3.4 and 3.8: said of the server's own state and of its rules, not of anybody.
ABOUT_THE_SERVER = ("4.3.", "4.7.")
# RFC 5321, section 4.2.3: without a status, only these are about a mailbox.
ABOUT_A_MAILBOX = ("450 ", "452 ")


def count_soft_failures(campaign_id: int) -> int:
    """To be called in the transaction that ends the campaign; twice is as once.

    Returns how many addresses it excluded: none when the server refused everybody.
    """
    failed = Delivery.objects.filter(
        campaign=campaign_id, aside=State.FAILED, reason__in=(Reason.REFUSED, Reason.TOO_LONG)
    ).exclude(address="")
    soft = [delivery for delivery in failed.order_by("pk") if is_soft(delivery)]
    if not soft or _everybody_was_refused(campaign_id, len(soft)):
        return 0
    SeenNotice.objects.bulk_create(map(_notice, soft), batch_size=AT_ONCE, ignore_conflicts=True)
    replies = {delivery.address: delivery.reply for delivery in soft}
    excluded = [address for address in _met_again(list(replies)) if has_bounced_too_often(address)]
    for address in excluded:
        suppress(address, Suppression.Reason.SOFT_BOUNCES, replies[address])
    return len(excluded)


def is_soft(delivery: Delivery) -> bool:
    """Who was put off for two days counts when it was said of the mailbox."""
    bounce_class, status = _judged(delivery)
    if bounce_class is not BounceClass.SOFT or status.startswith(ABOUT_THE_SERVER):
        return False
    is_about_her = bool(status) or delivery.reply.startswith(ABOUT_A_MAILBOX)
    return delivery.reason == Reason.REFUSED or is_about_her


def _judged(delivery: Delivery) -> tuple[BounceClass, str]:
    return judge("", delivery.reply, otherwise=BounceClass.NONE)


def _everybody_was_refused(campaign_id: int, failures: int) -> bool:
    """Or so many of them that the server is to blame, by the measure of the breaker."""
    sent = Delivery.objects.filter(campaign=campaign_id, state=State.ACCEPTED).count()
    outcomes = sent + failures
    many = outcomes >= JUDGED_FROM and failures > settings.BREAKER_FAILURE_SHARE * outcomes
    return many or not sent


def _notice(delivery: Delivery) -> SeenNotice:
    return SeenNotice(
        key=f"{SeenNotice.MET_WHILE_SENDING}{delivery.pk}",
        kind=SeenNotice.Kind.BOUNCE,
        bounce_class=BounceClass.SOFT,
        status=_judged(delivery)[1][:12],
        delivery=delivery,
        address_hash=address_hash(delivery.address),
        at=delivery.settled_at or timezone.now(),
    )


def _met_again(addresses: list[str]) -> list[str]:
    """Those with so many notices that their score is worth reckoning."""
    hashed = {address_hash(address): address for address in addresses}
    hashes, found = list(hashed), []
    for begin in range(0, len(hashes), AT_ONCE):
        counted = SeenNotice.objects.filter(
            address_hash__in=hashes[begin : begin + AT_ONCE],
            kind=SeenNotice.Kind.BOUNCE,
            bounce_class=BounceClass.SOFT,
            at__gt=timezone.now() - WINDOW,
        )
        often = counted.values("address_hash").annotate(number=Count("pk"))
        enough = often.filter(number__gte=settings.SOFT_BOUNCES_BEFORE_EXCLUSION)
        found += [hashed[each] for each in enough.values_list("address_hash", flat=True)]
    return found
