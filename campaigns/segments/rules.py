"""One small class a rule: from a block's value to a Q over subscribers, and to a sentence.

Rules are found by the name of their block (campaigns/blocks/segment.py). Dates of subscription
are those of the newsletter a letter goes to, or of any newsletter when none is known.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from campaigns.blocks import choices
from campaigns.blocks.segment import NO_RULES
from campaigns.models import Newsletter, Subscription
from crm.models import SubscriberTag, TaggedSubscriber, Territory


class SegmentRefused(Exception):
    """The segment cannot be used as it stands; says why in one sentence."""


class Rule(Protocol):
    def condition(self, value: Any, newsletter: Newsletter | None) -> Q: ...

    def sentence(self, value: Any) -> str: ...


class Language:
    def condition(self, value: list[str], newsletter: Newsletter | None) -> Q:
        return Q(language__in=value)

    def sentence(self, value: list[str]) -> str:
        names = dict(choices.languages())
        return _("language: %s") % _listed(str(names.get(code, code)).lower() for code in value)


class InTerritory:
    def condition(self, value: Iterable[str], newsletter: Newsletter | None) -> Q:
        wanted = list(value)
        regions = [v.removeprefix(choices.REGION) for v in wanted if v.startswith(choices.REGION)]
        territories = Territory.objects.filter(Q(code__in=wanted) | Q(region__in=regions))
        nowhere = Q(territory=None) if choices.NO_TERRITORY in wanted else Q()
        return Q(territory__in=territories.values("pk")) | nowhere

    def sentence(self, value: Iterable[str]) -> str:
        wanted = list(value)
        names = {row.code: str(row) for row in Territory.objects.filter(code__in=wanted)}
        names[choices.NO_TERRITORY] = _("not known")
        return _("territory: %s") % _listed(
            names.get(code, code.removeprefix(choices.REGION)) for code in wanted
        )


class Tag:
    def condition(self, value: list[str], newsletter: Newsletter | None) -> Q:
        tagged = TaggedSubscriber.objects.filter(
            content_object=OuterRef("pk"),
            tag__in=SubscriberTag.objects.filter(slug__in=value).values("pk"),
        )
        return Q(Exists(tagged))

    def sentence(self, value: list[str]) -> str:
        names = dict(SubscriberTag.objects.filter(slug__in=value).values_list("slug", "name"))
        return _("tag: %s") % _listed(names.get(slug, slug) for slug in value)


class SubscribedSince:
    def condition(self, value: dt.date, newsletter: Newsletter | None) -> Q:
        return Q(Exists(_confirmed(newsletter).filter(confirmed_at__gte=_midnight(value))))

    def sentence(self, value: dt.date) -> str:
        return _("subscribed since %s") % formats.date_format(value)


class SubscribedBefore:
    def condition(self, value: dt.date, newsletter: Newsletter | None) -> Q:
        return Q(Exists(_confirmed(newsletter).filter(confirmed_at__lt=_midnight(value))))

    def sentence(self, value: dt.date) -> str:
        return _("subscribed before %s") % formats.date_format(value)


class SubscribedTo:
    def condition(self, value: list[str], newsletter: Newsletter | None) -> Q:
        named = Newsletter.objects.filter(slug__in=value).values("pk")
        return Q(Exists(_confirmed(None).filter(newsletter__in=named)))

    def sentence(self, value: list[str]) -> str:
        names = dict(Newsletter.objects.filter(slug__in=value).values_list("slug", "name"))
        return _("subscribed to: %s") % _listed(names.get(slug, slug) for slug in value)


class AllOf:
    def condition(self, value: Any, newsletter: Newsletter | None) -> Q:
        met = Q()
        for condition in conditions(value, newsletter):
            met &= condition
        return met

    def sentence(self, value: Any) -> str:
        return _("all of (%s)") % _joined(value)


class AnyOf:
    def condition(self, value: Any, newsletter: Newsletter | None) -> Q:
        met = Q()
        for condition in conditions(value, newsletter):
            met |= condition
        return met

    def sentence(self, value: Any) -> str:
        return _("at least one of (%s)") % _joined(value)


class NoneOf:
    def condition(self, value: Any, newsletter: Newsletter | None) -> Q:
        return ~AnyOf().condition(value, newsletter)

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


def conditions(stream: Any, newsletter: Newsletter | None = None) -> list[Q]:
    """One condition for each rule of a list, in its order. Raises SegmentRefused."""
    return [RULES[b.block_type].condition(b.value, newsletter) for b in _checked_blocks(stream)]


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


def _confirmed(newsletter: Newsletter | None) -> Any:
    rows = Subscription.objects.filter(
        subscriber=OuterRef("pk"), state=Subscription.State.CONFIRMED
    )
    return rows.filter(newsletter=newsletter) if newsletter else rows


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _joined(stream: Any) -> str:
    return " · ".join(sentences(stream))
