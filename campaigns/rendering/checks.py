"""What stops an issue from being sent, and what deserves a second look: one sentence each."""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation

from campaigns.models import IssuePage, TrackingClass
from campaigns.models.newsletter import SHOWN_OF_PREHEADER, SHOWN_OF_SUBJECT
from campaigns.rendering.email import GMAIL_CLIPS_AT, render_issue
from campaigns.rendering.links import FOLLOWED, HARMLESS, absolute
from campaigns.rendering.parts import typed

PRIVATE_NAMES = (".local", ".localhost", ".internal", ".lan", ".home", ".test", ".invalid")
LONGEST_URL = 2000


@dataclass(frozen=True)
class Review:
    errors: list[str]
    warnings: list[str]


def check_issue(issue: IssuePage) -> list[str]:
    """What must be mended before it is sent, in the active language. Empty: it may go."""
    errors = [*_mailbox_errors(issue), *_body_errors(issue), *_translation_errors(issue)]
    return errors or _rendered(issue).errors


def review_issue(issue: IssuePage) -> Review:
    errors = check_issue(issue)
    warnings = [*_mailbox_warnings(issue), *_page_warnings(issue), *_translation_warnings(issue)]
    size = _rendered(issue).size
    if size > GMAIL_CLIPS_AT * 0.95:
        warnings.append(
            _("The mail weighs %(size)d KB: Gmail hides what comes after 102 KB.")
            % {"size": size // 1024}
        )
    return Review(errors, warnings)


def _rendered(issue: IssuePage) -> Any:
    return render_issue(issue, opens=TrackingClass.NONE, clicks=TrackingClass.NONE, links=None)


def _mailbox_errors(issue: IssuePage) -> Iterator[str]:
    if not typed(issue.subject):
        yield _("The issue has no subject.")
    if not any(block.block_type not in ("separator", "greeting") for block in issue.body):
        yield _("The issue is empty: add a text, an article or an image.")


def _mailbox_warnings(issue: IssuePage) -> Iterator[str]:
    if not typed(issue.preheader):
        yield _("Without a preview text, mailboxes show the first words of the mail.")
    if len(issue.subject) > SHOWN_OF_SUBJECT:
        yield _("The subject has %(count)d characters: phones show about %(shown)d.") % {
            "count": len(issue.subject),
            "shown": SHOWN_OF_SUBJECT,
        }
    if len(issue.preheader) > SHOWN_OF_PREHEADER:
        yield _("The preview text has %(count)d characters: mailboxes show about %(shown)d.") % {
            "count": len(issue.preheader),
            "shown": SHOWN_OF_PREHEADER,
        }


def _body_errors(issue: IssuePage) -> Iterator[str]:
    for number, block in enumerate(issue.body, start=1):
        check = BLOCK_CHECKS.get(block.block_type)
        for problem in check(block.value) if check else ():
            yield _("Block %(number)d (%(label)s): %(problem)s") % {
                "number": number,
                "label": block.block.label,
                "problem": problem,
            }


def _check_text(value: Any) -> Iterator[str]:
    pages: set[int] = set()
    for link in BeautifulSoup(value.source, "html.parser").find_all("a"):
        if link.get("linktype") == "page":
            pages.add(int(str(link.get("id") or 0)))
        elif not link.get("linktype"):
            yield from _check_url(str(link.get("href", "")), link.get_text())
    live = Page.objects.filter(pk__in=pages)
    yield from (problem for page in live for problem in _check_page(page))
    if len(live) < len(pages):
        yield _("a link leads to a page that was deleted.")


def _check_image(value: Any) -> Iterator[str]:
    image = value["image"]
    if image is None:
        yield _("no image is chosen.")
    elif not image.decorative and not typed(image.contextual_alt_text):
        yield _("describe the image, or say that it is decorative.")


def _check_button(value: Any) -> Iterator[str]:
    if not typed(value["label"]):
        yield _("the button has no words.")
    if value["page"]:
        yield from _check_page(value["page"])
    else:
        yield from _check_url(value["url"] or "", value["label"])


def _check_article(value: Any) -> Iterator[str]:
    if value["page"] is None:
        yield _("no page is chosen, or it was deleted.")
    else:
        yield from _check_page(value["page"])


def _check_key_figure(value: Any) -> Iterator[str]:
    if not typed(value["value"]) or not typed(value["caption"]):
        yield _("give the figure and what it counts.")


BLOCK_CHECKS = {
    "text": _check_text,
    "image": _check_image,
    "button": _check_button,
    "article": _check_article,
    "key_figure": _check_key_figure,
}


def _check_page(page: Page) -> Iterator[str]:
    if not page.live:
        yield _("the page “%s” is not published.") % page.title


def _check_url(url: str, words: str) -> Iterator[str]:
    full = absolute(typed(url))
    if not full or full == "#":
        yield _("the link “%s” has no address.") % words
    elif len(full) > LONGEST_URL:
        yield _("the address of the link “%s” is too long.") % words
    elif is_private(full):
        yield _("nobody outside can reach the address %s.") % full


def is_private(url: str) -> bool:
    """A host that only this network knows. Names are not looked up. Our own site is meant."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in FOLLOWED or url.startswith(f"{settings.SITE_URL}/"):
        return parts.scheme not in (*HARMLESS, "")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return (
            "." not in host or host.endswith(PRIVATE_NAMES) or bool(re.fullmatch(r"[\d.x]+", host))
        )


def _page_warnings(issue: IssuePage) -> Iterator[str]:
    for block in issue.body:
        page = block.value["page"] if block.block_type in ("article", "button") else None
        if page is not None and page.get_view_restrictions().exists():
            yield _("Not everybody may read the page “%s”.") % page.title


def _translation_errors(issue: IssuePage) -> Iterator[str]:
    """Of this page, and of the published translations that leave with it."""
    live = issue.get_translations().live()
    languages = {issue.locale_id, *live.values_list("locale", flat=True)}
    for translation in _translations(issue).filter(target_locale__in=languages):
        total, done = translation.get_progress()
        if done < total:
            yield _(
                "The translation into %(language)s is not finished: %(done)d of %(total)d."
            ) % {
                "language": translation.target_locale.get_display_name(),
                "done": done,
                "total": total,
            }


def _translation_warnings(issue: IssuePage) -> Iterator[str]:
    for page in issue.get_translations().filter(live=False).select_related("locale"):
        yield (
            _("The version in %s is not published: its readers get the source language instead.")
            % page.locale.get_display_name()
        )


def _translations(issue: IssuePage) -> Any:
    return Translation.objects.filter(
        source__object_id=issue.translation_key, enabled=True
    ).select_related("target_locale")
