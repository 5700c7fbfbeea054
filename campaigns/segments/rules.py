"""One small class a rule: from a block's value to a Q over people, and to a sentence.

Rules are found by the name of their block (campaigns/blocks/segment.py). Dates of subscription
are those of the newsletter a letter goes to, or of any newsletter when none is known.

A million people are counted while somebody looks on. So tags, territories and newsletters are
looked up first and named by their numbers, of which the database knows how many people have them;
and `Rows` says what a condition is put to (docs/decisions/0015).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.blocks import choices
from campaigns.blocks.segment import NO_RULES
from campaigns.models import Newsletter, Subscription
from crm.days import written_day
from crm.models import Subscriber, SubscriberTag, TaggedSubscriber, Territory


class SegmentRefused(Exception):
    """The segment cannot be used as it stands; says why in one sentence."""


@dataclass(frozen=True)
class Rows:
    """What is asked: subscribers or, of one newsletter, its confirmed subscriptions.

    `each_must`: the condition is one of several that must all be met, not a part of a choice.
    """

    newsletter: Newsletter | None = None
    each_must: bool = True

    @property
    def person(self) -> str:
        return "subscriber" if self.newsletter else "pk"

    def own(self, **lookups: Any) -> Q:
        """Of the subscriber's own columns."""
        before = "subscriber__" if self.newsletter else ""
        return Q(**{f"{before}{name}": value for name, value in lookups.items()})

    def among(self, found: QuerySet[Any], column: str) -> Q:
        """Who stands in this column. A list serves SQLite, which begins with it where it can;
        PostgreSQL would read it anew for each person where it is part of a choice."""
        if self.each_must:
            return Q(**{f"{self.person}__in": found.values(column)})
        return Q(Exists(found.filter(**{column: OuterRef(self.person)})))

    def in_a_choice(self) -> "Rows":
        return replace(self, each_must=False)


class Rule(Protocol):
    def condition(self, value: Any, rows: Rows) -> Q: ...

    def sentence(self, value: Any) -> str: ...


class Language:
    def condition(self, value: list[str], rows: Rows) -> Q:
        return rows.own(language__in=value)

    def sentence(self, value: list[str]) -> str:
        names = dict(choices.languages())
        return _("language: %s") % _listed(str(names.get(code, code)).lower() for code in value)


class InTerritory:
    def condition(self, value: Iterable[str], rows: Rows) -> Q:
        wanted = list(value)
        regions = [v.removeprefix(choices.REGION) for v in wanted if v.startswith(choices.REGION)]
        territories = Territory.objects.filter(Q(code__in=wanted) | Q(region__in=regions))
        ids = _ids(territories)
        if choices.NO_TERRITORY in wanted:
            return rows.own(territory__in=ids) | rows.own(territory=None)
        if rows.each_must:
            return rows.among(Subscriber.objects.filter(territory__in=ids), "pk")
        return rows.own(territory__in=ids)

    def sentence(self, value: Iterable[str]) -> str:
        wanted = list(value)
        names = {row.code: str(row) for row in Territory.objects.filter(code__in=wanted)}
        names[choices.NO_TERRITORY] = _("not known")
        return _("territory: %s") % _listed(
            names.get(code, code.removeprefix(choices.REGION)) for code in wanted
        )


class Tag:
    def condition(self, value: list[str], rows: Rows) -> Q:
        tags = _ids(SubscriberTag.objects.filter(slug__in=value))
        return rows.among(TaggedSubscriber.objects.filter(tag__in=tags), "content_object")

    def sentence(self, value: list[str]) -> str:
        names = dict(SubscriberTag.objects.filter(slug__in=value).values_list("slug", "name"))
        return _("tag: %s") % _listed(names.get(slug, slug) for slug in value)


class SubscribedSince:
    def condition(self, value: dt.date, rows: Rows) -> Q:
        return _confirmed(rows, confirmed_at__gte=_midnight(value))

    def sentence(self, value: dt.date) -> str:
        return _("subscribed since %s") % written_day(value)


class SubscribedBefore:
    def condition(self, value: dt.date, rows: Rows) -> Q:
        return _confirmed(rows, confirmed_at__lt=_midnight(value))

    def sentence(self, value: dt.date) -> str:
        return _("subscribed before %s") % written_day(value)


class SubscribedTo:
    def condition(self, value: list[str], rows: Rows) -> Q:
        named = _ids(Newsletter.objects.filter(slug__in=value))
        return rows.among(_subscriptions(newsletter__in=named), "subscriber")

    def sentence(self, value: list[str]) -> str:
        names = dict(Newsletter.objects.filter(slug__in=value).values_list("slug", "name"))
        return _("subscribed to: %s") % _listed(names.get(slug, slug) for slug in value)


class AllOf:
    def condition(self, value: Any, rows: Rows) -> Q:
        met = Q()
        for condition in conditions(value, rows):
            met &= condition
        return met

    def sentence(self, value: Any) -> str:
        return _("all of (%s)") % _joined(value)


class AnyOf:
    def condition(self, value: Any, rows: Rows) -> Q:
        met = Q()
        for condition in conditions(value, rows.in_a_choice()):
            met |= condition
        return met

    def sentence(self, value: Any) -> str:
        return _("at least one of (%s)") % _joined(value)


class NoneOf:
    def condition(self, value: Any, rows: Rows) -> Q:
        return ~AnyOf().condition(value, rows)

    def sentence(self, value: Any) -> str:
        return _("none of (%s)") % _joined(value)


RULES: dict[str, Rule] = {
    "language": Language(),
    "territory": InTerritory(),
    "tag": Tag(),
    "subscribed_since": SubscribedSince(),
    "subscribed_before": SubscribedBefore(),
    "newsletter": SubscribedTo(),
    "all": AllOf(),
    "any": AnyOf(),
    "none": NoneOf(),
}


def conditions(stream: Any, rows: Rows) -> list[Q]:
    """One condition for each rule of a list, in its order. Raises SegmentRefused."""
    return [RULES[b.block_type].condition(b.value, rows) for b in _checked_blocks(stream)]


def sentences(stream: Any) -> list[str]:
    return [RULES[b.block_type].sentence(b.value) for b in _checked_blocks(stream)]


def _checked_blocks(stream: Any) -> list[Any]:
    unknown = list(getattr(stream, "unknown_types", []))
    unknown += [block.block_type for block in stream if block.block_type not in RULES]
    if unknown:
        raise SegmentRefused(
            _("This segment holds a rule that Maille does not know: %s.") % ", ".join(unknown)
        )
    if not stream:
        raise SegmentRefused(str(NO_RULES))
    for block in stream:
        if not block.value:
            raise SegmentRefused(_("The rule “%s” of this segment is empty.") % block.block.label)
    return list(stream)


def _confirmed(rows: Rows, **lookups: Any) -> Q:
    if rows.newsletter:
        return Q(**lookups)
    return rows.among(_subscriptions(**lookups), "subscriber")


def _subscriptions(**lookups: Any) -> QuerySet[Subscription]:
    return Subscription.objects.filter(state=Subscription.State.CONFIRMED, **lookups)


def _ids(found: QuerySet[Any]) -> list[int]:
    return list(found.order_by().values_list("pk", flat=True))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _joined(stream: Any) -> str:
    return " · ".join(sentences(stream))
