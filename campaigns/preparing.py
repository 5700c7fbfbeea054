"""From an issue to a campaign that can be approved: make it, change it, say what is missing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campaigns import approval
from campaigns.models import Campaign, IssuePage, Segment
from campaigns.rendering.checks import review_issue
from campaigns.segments.members import Explanation, explain
from campaigns.segments.rules import SegmentRefused
from campaigns.sending.headers import header_problem
from crm.models import User


@dataclass(frozen=True)
class Readiness:
    """What stops the letter, what deserves a second look, and who would get it."""

    issue_problems: list[str]
    audience_problems: list[str]
    explanation: Explanation | None = None
    warnings: tuple[str, ...] = ()

    @property
    def problems(self) -> list[str]:
        return [*self.issue_problems, *self.audience_problems]


def readiness(campaign: Campaign) -> Readiness:
    if campaign.issue is None:
        return Readiness([_("This campaign has no issue any more.")], [])
    problems, warnings = _review_languages(campaign)
    if problem := header_problem(campaign, campaign.issue.language):
        problems.append(problem)
    try:
        explanation = explain(campaign.newsletter, campaign.segment)
    except SegmentRefused as refused:
        return Readiness(problems, [str(refused)], None, warnings)
    nobody = _("Nobody would get this letter: no subscriber meets these conditions.")
    return Readiness(problems, [] if explanation.count else [nobody], explanation, warnings)


def _review_languages(campaign: Campaign) -> tuple[list[str], tuple[str, ...]]:
    """Of the latest versions: a language is named when it is not the source."""
    problems, warnings = [], []
    for page in approval.languages(campaign):
        review = review_issue(page.get_latest_revision_as_object())
        where = "" if page.pk == campaign.issue_id else f"{page.locale.get_display_name()} – "
        problems += [f"{where}{error}" for error in review.errors]
        warnings += [f"{where}{warning}" for warning in review.warnings]
    return problems, tuple(dict.fromkeys(warnings))


def prepare(
    issue: IssuePage, *, by: User, segment: Segment | None = None, name: str = ""
) -> Campaign:
    """The newsletter is the issue's; the short name is made from the name."""
    name = (name or issue.title)[:150]
    return Campaign.objects.create(
        name=name,
        slug=free_slug(name),
        issue=source_of(issue),
        newsletter=issue.newsletter,
        segment=segment,
        owner=by,
    )


def source_of(issue: IssuePage) -> IssuePage:
    """The page in the language it was first written in, from which the others were made."""
    pages = IssuePage.objects.filter(translation_key=issue.translation_key)
    return pages.order_by("pk").first() or issue


def free_slug(name: str) -> str:
    stem = slugify(name)[:90] or "envoi"
    taken = set(Campaign.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in [stem, *numbered] if slug not in taken)


@transaction.atomic
def take_back(campaign: Campaign) -> None:
    """Its audience or its issue was changed: whoever was to approve it has to be asked again."""
    if campaign.state in approval.NOT_STARTED and campaign.state != Campaign.State.DRAFT:
        campaign.state = Campaign.State.DRAFT
        campaign.scheduled_for = None
        campaign.save(update_fields=["state", "scheduled_for"])


def unschedule(campaign: Campaign) -> bool:
    """Approved still, but nothing leaves by itself; False when it had left already."""
    State = Campaign.State  # noqa: N806
    moved = Campaign.objects.filter(pk=campaign.pk, state=State.SCHEDULED).update(
        state=State.APPROVED, scheduled_for=None
    )
    campaign.refresh_from_db()
    return bool(moved)
