"""What templates ask of issues: what is still missing, and what a quoted page says of itself."""

from django import template
from wagtail.models import Page

from campaigns.models import IssuePage
from campaigns.rendering.articles import Article, article_of
from campaigns.rendering.checks import Review, review_issue

register = template.Library()


@register.simple_tag
def review_of(issue: IssuePage) -> Review | None:
    """None for an issue that was never saved."""
    return review_issue(issue) if issue.pk else None


@register.simple_tag
def quoted(page: Page | None) -> Article | None:
    """In the visitor's language; nothing of a page that is not published."""
    if page is None:
        return None
    localized = page.localized
    return article_of(localized) if localized.live else None
