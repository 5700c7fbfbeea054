"""Who is in a segment, who a letter is addressed to, and why the count is what it is."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from campaigns.models import Newsletter, Segment, Subscription
from campaigns.segments.rules import conditions, sentences
from crm.models import Subscriber, Suppression
from crm.suppression import suppressed_subscribers, suppression_of

EXCLUDED = {
    Suppression.Reason.HARD_BOUNCE: ngettext_lazy("address in error", "addresses in error"),
    Suppression.Reason.SOFT_BOUNCES: ngettext_lazy(
        "address with too many temporary errors", "addresses with too many temporary errors"
    ),
    Suppression.Reason.COMPLAINT: ngettext_lazy("reported as spam", "reported as spam"),
    Suppression.Reason.LEFT_ALL: ngettext_lazy(
        "asked never to be mailed again", "asked never to be mailed again"
    ),
    Suppression.Reason.ERASED: ngettext_lazy("erased", "erased"),
    Suppression.Reason.MANUAL: ngettext_lazy("excluded by the team", "excluded by the team"),
}


def members(segment: Segment) -> QuerySet[Subscriber]:
    """Everyone who meets the rules, subscribed or not. Raises SegmentRefused."""
    return Subscriber.objects.filter(*conditions(segment.rules))


def audience(newsletter: Newsletter, segment: Segment | None) -> QuerySet[Subscriber]:
    """Confirmed subscribers who meet the segment, those excluded or on pause included.

    Raises SegmentRefused for a segment that cannot be used.
    """
    rules = conditions(segment.rules, newsletter) if segment else []
    return _confirmed_subscribers(newsletter).filter(*rules)


def mailable(audience: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
    """Those of an audience whom a letter would really leave for today."""
    return audience.exclude(suppressed_subscribers()).exclude(_on_pause())


def reason_to_leave_out(newsletter: Newsletter, subscriber: Subscriber) -> str:
    """Why a letter to all its readers would not leave for this one today; empty when it would."""
    subscription = newsletter.subscriptions.filter(subscriber=subscriber).first()
    if subscription is None:
        return _("no subscription to “%(newsletter)s”") % {"newsletter": newsletter}
    if subscription.state != Subscription.State.CONFIRMED:
        return str(subscription.get_state_display())
    if suppression := suppression_of(subscriber.address):
        return str(EXCLUDED[Suppression.Reason(suppression.reason)] % 1)
    until = subscriber.paused_until
    if until and until > timezone.localdate():
        return _("on pause until %(day)s") % {"day": date_format(until)}
    return ""


def count(newsletter: Newsletter, segment: Segment | None) -> int:
    return mailable(audience(newsletter, segment)).count()


@dataclass(frozen=True)
class Line:
    label: str
    number: int

    def __str__(self) -> str:
        return f"{number(self.number)} {self.label}"


@dataclass(frozen=True)
class Explanation:
    """`count` people would get the letter: `start` less each of the lines.

    `candidates` get a row in the ledger: those excluded or on pause are among them.
    """

    start: Line
    lines: list[Line] = field(default_factory=list)
    candidates: int = 0

    @property
    def count(self) -> int:
        return self.start.number - sum(line.number for line in self.lines)

    def __str__(self) -> str:
        return (
            f"{number(self.count)} = {' − '.join(str(line) for line in [self.start, *self.lines])}"
        )


def explain(newsletter: Newsletter, segment: Segment | None) -> Explanation:
    """Lines that add up, rule by rule. Raises SegmentRefused."""
    start, gone = _subscriptions(newsletter)
    by_rule, kept = _rule_by_rule(newsletter, segment)
    candidates = start.number - sum(line.number for line in [*gone, *by_rule])
    return Explanation(start, [*gone, *by_rule, *_held_back(kept)], candidates)


def _subscriptions(newsletter: Newsletter) -> tuple[Line, list[Line]]:
    State = Subscription.State  # noqa: N806
    rows = Subscription.objects.filter(newsletter=newsletter).order_by()
    numbers = dict(rows.values_list("state").annotate(Count("pk")))
    return counted(ngettext_lazy("subscription", "subscriptions"), sum(numbers.values())), _shown(
        counted(ngettext_lazy("unsubscribed", "unsubscribed"), numbers.get(State.UNSUBSCRIBED, 0)),
        counted(
            ngettext_lazy("not yet confirmed", "not yet confirmed"), numbers.get(State.PENDING, 0)
        ),
    )


def _rule_by_rule(
    newsletter: Newsletter, segment: Segment | None
) -> tuple[list[Line], QuerySet[Subscriber]]:
    """What each rule takes away from those the rules before it left."""
    kept = _confirmed_subscribers(newsletter)
    if segment is None:
        return [], kept
    lines, before = [], kept.count()
    rules = zip(conditions(segment.rules, newsletter), sentences(segment.rules), strict=True)
    for condition, sentence in rules:
        kept = kept.filter(condition)
        after = kept.count()
        lines.append(Line(_("outside “%s”") % sentence, before - after))
        before = after
    return lines, kept


def _held_back(kept: QuerySet[Subscriber]) -> list[Line]:
    """Excluded addresses by reason, then people on pause who are not excluded besides."""
    hashes = kept.order_by().values("address_hash")
    rows = Suppression.objects.filter(address_hash__in=hashes).order_by()
    numbers = dict(rows.values_list("reason").annotate(Count("pk")))
    paused = kept.filter(_on_pause()).exclude(suppressed_subscribers()).count()
    return _shown(
        *[counted(label, numbers.get(reason, 0)) for reason, label in EXCLUDED.items()],
        counted(ngettext_lazy("on pause", "on pause"), paused),
    )


def number(value: int) -> str:
    """With the thousands apart, as the language at hand does."""
    return number_format(value, use_l10n=True, force_grouping=True)


def counted(label: Any, number: int) -> Line:
    return Line(label % number, number)


def _shown(*lines: Line) -> list[Line]:
    return [line for line in lines if line.number]


def _confirmed_subscribers(newsletter: Newsletter) -> QuerySet[Subscriber]:
    confirmed = Subscription.objects.filter(
        newsletter=newsletter, state=Subscription.State.CONFIRMED
    )
    return Subscriber.objects.filter(pk__in=confirmed.values("subscriber"))


def _on_pause() -> Q:
    """As in the freeze: the day a pause ends counts as a day on which one may write."""
    return Q(paused_until__gt=timezone.localdate())
