"""Who is in a segment, who a letter is addressed to, and why the count is what it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from campaigns.models import Newsletter, Segment, Subscription
from campaigns.segments.rules import Rows, conditions, sentences
from crm.days import written_day
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
    Suppression.Reason.MOVED: ngettext_lazy(
        "address given up for another", "addresses given up for another"
    ),
    Suppression.Reason.ERASED: ngettext_lazy("erased", "erased"),
    Suppression.Reason.MANUAL: ngettext_lazy("excluded by the team", "excluded by the team"),
}

PAUSED = "paused"
FATES = f"""
SELECT CASE WHEN x.reason IS NOT NULL THEN x.reason
    WHEN s.paused_until > %s THEN '{PAUSED}' ELSE '' END AS fate, count(*)
FROM crm_subscriber s LEFT JOIN crm_suppression x ON x.address_hash = s.address_hash
WHERE s.id IN ({{people}}) GROUP BY 1
"""


def members(segment: Segment) -> QuerySet[Subscriber]:
    """Everyone who meets the rules, subscribed or not. Raises SegmentRefused."""
    return Subscriber.objects.filter(*conditions(segment.rules, Rows()))


def audience(newsletter: Newsletter, segment: Segment | None) -> QuerySet[Subscriber]:
    """Confirmed subscribers who meet the segment, those excluded or on pause included.

    Raises SegmentRefused for a segment that cannot be used.
    """
    rules = conditions(segment.rules, Rows(newsletter)) if segment else []
    return _people(_confirmed(newsletter).filter(*rules))


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
        return _("on pause until %(day)s") % {"day": written_day(until)}
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
    confirmed = start.number - sum(line.number for line in gone)
    steps = list(_rule_by_rule(newsletter, segment))
    fates = _fates(steps[-1].kept if steps else _confirmed(newsletter))
    candidates = sum(fates.values())
    left = [confirmed, *[step.kept.count() for step in steps[:-1]], candidates]
    by_rule = [
        Line(_("outside “%s”") % step.sentence, before - after)
        for step, before, after in zip(steps, left, left[1:], strict=False)
    ]
    return Explanation(start, [*gone, *by_rule, *_held_back(fates)], candidates)


def _subscriptions(newsletter: Newsletter) -> tuple[Line, list[Line]]:
    State = Subscription.State  # noqa: N806
    rows = Subscription.objects.filter(newsletter=newsletter).order_by()
    numbers = dict(rows.values_list("state").annotate(number=Count("*")))
    return counted(ngettext_lazy("subscription", "subscriptions"), sum(numbers.values())), _shown(
        counted(ngettext_lazy("unsubscribed", "unsubscribed"), numbers.get(State.UNSUBSCRIBED, 0)),
        counted(
            ngettext_lazy("not yet confirmed", "not yet confirmed"), numbers.get(State.PENDING, 0)
        ),
    )


class Step(NamedTuple):
    """Who is left once a rule and all before it are met."""

    sentence: str
    kept: QuerySet[Subscription]


def _rule_by_rule(newsletter: Newsletter, segment: Segment | None) -> Iterator[Step]:
    if segment is None:
        return
    kept = _confirmed(newsletter)
    found = conditions(segment.rules, Rows(newsletter))
    for condition, sentence in zip(found, sentences(segment.rules), strict=True):
        kept = kept.filter(condition)
        yield Step(sentence, kept)


def _fates(kept: QuerySet[Subscription]) -> dict[str, int]:
    """How many of them are excluded, by reason, on pause and not excluded besides, or neither."""
    try:
        sql, values = kept.order_by().values("subscriber").query.sql_with_params()
    except EmptyResultSet:
        return {}
    today = connection.ops.adapt_datefield_value(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(FATES.format(people=sql), [today, *values])
        return dict(cursor.fetchall())


def _held_back(fates: Mapping[str, int]) -> list[Line]:
    return _shown(
        *[counted(label, fates.get(reason, 0)) for reason, label in EXCLUDED.items()],
        counted(ngettext_lazy("on pause", "on pause"), fates.get(PAUSED, 0)),
    )


def number(value: int) -> str:
    """With the thousands apart, as the language at hand does."""
    return number_format(value, use_l10n=True, force_grouping=True)


def counted(label: Any, number: int) -> Line:
    return Line(label % number, number)


def _shown(*lines: Line) -> list[Line]:
    return [line for line in lines if line.number]


def _confirmed(newsletter: Newsletter) -> QuerySet[Subscription]:
    return Subscription.objects.filter(newsletter=newsletter, state=Subscription.State.CONFIRMED)


def _people(subscriptions: QuerySet[Subscription]) -> QuerySet[Subscriber]:
    return Subscriber.objects.filter(pk__in=subscriptions.values("subscriber"))


def _on_pause() -> Q:
    """As in the freeze: the day a pause ends counts as a day on which one may write."""
    return Q(paused_until__gt=timezone.localdate())
