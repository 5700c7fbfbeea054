"""One mail as an example reader or a subscriber would get it: for previews and tests.

Nothing is tracked, and no link knows who reads.
"""

from dataclasses import replace

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext

from campaigns.models import IssuePage, TrackingClass
from campaigns.rendering.email import RenderedEmail, render_issue
from campaigns.rendering.links import absolute
from campaigns.rendering.placeholders import Context, fill
from crm.models import Subscriber, TrackingChoice

CLASS_OF_CHOICE = {
    TrackingChoice.GRANTED: TrackingClass.IDENTIFIED,
    TrackingChoice.UNKNOWN: TrackingClass.ANONYMOUS,
    TrackingChoice.REFUSED: TrackingClass.NONE,
}


def example_of(issue: IssuePage, *, first_name: str = "", last_name: str = "") -> RenderedEmail:
    """Links that would be personal lead to the sign-up page, which everybody may see."""
    rendered = render_issue(issue, opens=TrackingClass.NONE, clicks=TrackingClass.NONE, links=None)
    return _filled(rendered, issue, {"first_name": first_name, "last_name": last_name})


def received_by(subscriber: Subscriber, issue: IssuePage) -> RenderedEmail:
    """Her names, her language, what the footer tells her of tracking. Her links are no one's."""
    version = _in_language(subscriber.language, issue)
    rendered = render_issue(
        version,
        opens=CLASS_OF_CHOICE[TrackingChoice(subscriber.open_tracking)],
        clicks=CLASS_OF_CHOICE[TrackingChoice(subscriber.click_tracking)],
        links=None,
    )
    names = {
        "first_name": subscriber.first_name,
        "last_name": subscriber.last_name,
        "email": subscriber.email,
    }
    return _filled(rendered, version, names)


def _in_language(language: str, issue: IssuePage) -> IssuePage:
    """As planning chooses: a published translation of hers, or else the source."""
    if issue.language == language or not issue.pk:
        return issue
    pages = IssuePage.objects.filter(translation_key=issue.translation_key).order_by("pk")
    source = pages.first() or issue
    hers = pages.filter(locale__language_code=language).filter(Q(live=True) | Q(pk=source.pk))
    chosen = hers.first() or source
    if chosen.pk == issue.pk:
        return issue
    return chosen if chosen.live else chosen.get_latest_revision_as_object()


def _filled(rendered: RenderedEmail, issue: IssuePage, names: dict[str, str]) -> RenderedEmail:
    sign_up = settings.SITE_URL + reverse("subscribe", args=[issue.newsletter.slug])
    values = {
        **names,
        "unsubscribe_url": sign_up,
        "preferences_url": sign_up,
        "tracking_url": sign_up,
        "web_url": absolute(issue.url or "") or sign_up,
    }
    return replace(
        rendered,
        html=fill(rendered.html, values, Context.HTML),
        text=fill(rendered.text, values, Context.TEXT),
    )


def example_name() -> str:
    return pgettext("first name of an invented reader", "Camille")
