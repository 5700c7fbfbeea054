"""From an issue page to the e-mail of one language and one tracking class. Never sends.

Called a fixed number of times a campaign: what differs per recipient stays a slot.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import get_language_info

from campaigns.models import IssuePage, TrackingClass
from campaigns.rendering.links import LinkRegistry, rewriter
from campaigns.rendering.markup import render_html
from campaigns.rendering.parts import parts_of, typed
from campaigns.rendering.pictures import logo
from campaigns.rendering.placeholders import Slot, slot, split
from campaigns.rendering.plaintext import render_text
from campaigns.rendering.tracking_words import said_of_tracking
from crm.models import Network

# Gmail shows the first 102 KB and hides the rest, the unsubscribe link with it.
GMAIL_CLIPS_AT = 102 * 1024
LONGEST_SLOT_VALUE = 90
COLOUR = re.compile("#[0-9a-fA-F]{6}")
FOOTER_LINKS = ("unsubscribe_url", "preferences_url", "tracking_url", "web_url")


@dataclass(frozen=True)
class RenderedEmail:
    subject: str
    preheader: str
    html: str
    text: str
    language: str
    errors: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of the HTML part, once its slots are filled."""
        slots = sum(isinstance(chunk, Slot) for chunk in split(self.html))
        return len(self.html.encode()) + slots * LONGEST_SLOT_VALUE


def render_issue(
    issue: IssuePage,
    *,
    opens: TrackingClass,
    clicks: TrackingClass,
    links: LinkRegistry | None,
) -> RenderedEmail:
    """`links` collects the addresses of content links; give one registry for all languages."""
    if clicks == TrackingClass.NONE:
        links = None
    with translation.override(issue.language):
        parts = parts_of(issue)
        context = _context(issue, opens, clicks)
        context["trap_url"] = slot("trap_url") if links is not None else ""
        html = render_html(parts, context, rewriter(links))
        text = render_text(parts, context, rewriter(links))
    return RenderedEmail(
        subject=context["subject"],
        preheader=context["preheader"],
        html=html,
        text=text,
        language=issue.language,
        errors=[str(part.error) for part in parts if part.error],
    )


def _context(issue: IssuePage, opens: TrackingClass, clicks: TrackingClass) -> dict[str, Any]:
    network = Network.load()
    shown = logo(network.logo, alt=typed(network.name)) if network.logo else None
    return {
        "title": typed(issue.title),
        "subject": _one_line(issue.subject),
        "preheader": _one_line(issue.preheader),
        "issued_on": issue.issued_on,
        "newsletter": typed(issue.newsletter.public_name),
        "network_name": typed(network.name),
        "postal_address": typed(network.postal_address),
        "logo": shown,
        "primary": _colour(network, "primary_colour"),
        "accent": _colour(network, "accent_colour"),
        "language": issue.language,
        "direction": "rtl" if get_language_info(issue.language)["bidi"] else "ltr",
        "tracking": said_of_tracking(opens, clicks),
        "asks_tracking": TrackingClass.ANONYMOUS in (opens, clicks),
        "open_url": slot("open_url") if opens != TrackingClass.NONE else "",
        **{name: slot(name) for name in FOOTER_LINKS},
    }


def _colour(network: Network, name: str) -> str:
    """The network's colour, or ours where a row holds something else: it lands in a stylesheet."""
    colour = getattr(network, name)
    return colour if COLOUR.fullmatch(colour) else network._meta.get_field(name).default


def _one_line(text: str) -> str:
    return " ".join(typed(text).split())
