"""Issues side by side over the years. Reads the counters of audiences counted at rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum
from django.utils import timezone

from campaigns.models import AudienceCount, Campaign, Newsletter
from campaigns.tracking.intervals import Rate, wilson

# Open tracking needs prior consent in France since that day (CNIL, délibération 2026-042): what
# was measured before stands on another base.
RULE_CHANGED_ON = date(2026, 7, 14)
FIGURES = ("accepted", "tracked", "openers", "clicks_tracked", "clickers", "unsubscribed")


@dataclass(frozen=True)
class ComparedIssue:
    pk: int
    name: str
    began_at: datetime
    accepted: int
    open_rate: Rate
    click_rate: Rate
    unsubscribed: int

    @property
    def is_before_rule(self) -> bool:
        return is_before_rule(self.began_at)


def is_before_rule(at: datetime) -> bool:
    return timezone.localdate(at) < RULE_CHANGED_ON


def compared(newsletter: Newsletter | None = None) -> list[ComparedIssue]:
    """Of one newsletter or of all."""
    campaigns = Campaign.objects.filter(began_at__isnull=False)
    return compare(campaigns.filter(newsletter=newsletter) if newsletter else campaigns)


def compare(campaigns: QuerySet[Campaign]) -> list[ComparedIssue]:
    """Oldest first, those whose audience was counted. Two queries, however many issues."""
    counts = AudienceCount.objects.filter(
        campaign__in=campaigns.values("pk"), aspect=AudienceCount.Aspect.LANGUAGE
    )
    summed = counts.values_list("campaign").annotate(*map(Sum, FIGURES)).order_by()
    sums = {row[0]: dict(zip(FIGURES, row[1:], strict=True)) for row in summed}
    rows = campaigns.order_by("began_at", "pk").values_list("pk", "name", "began_at")
    return [_issue(pk, name, at, sums[pk]) for pk, name, at in rows if at and pk in sums]


def _issue(pk: int, name: str, at: datetime, sums: dict[str, int]) -> ComparedIssue:
    return ComparedIssue(
        pk,
        name,
        at,
        accepted=sums["accepted"],
        open_rate=wilson(sums["openers"], sums["tracked"]),
        click_rate=wilson(sums["clickers"], sums["clicks_tracked"]),
        unsubscribed=sums["unsubscribed"],
    )


def spans_rule(issues: Sequence[ComparedIssue]) -> bool:
    """Some were sent before the day the rules changed, and some since."""
    return len({issue.is_before_rule for issue in issues}) > 1
