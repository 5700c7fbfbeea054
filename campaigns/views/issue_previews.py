"""How an issue looks in the editor: as e-mail on a desk, on a phone, and as plain text.

For an example reader, or for the subscriber whose address was typed in the preview.
"""

from copy import deepcopy
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import IssuePage
from campaigns.models.newsletter import register_preview
from campaigns.rendering.examples import (
    CLASS_OF_CHOICE,
    example_name,
    example_of,
    received_by,
)
from campaigns.segments.members import reason_to_leave_out
from crm.addresses import normalise_address
from crm.models import Subscriber, TrackingChoice

SESSION_KEY = "previewed_subscriber"
LONGEST_ADDRESS = 254


def register_previews() -> None:
    register_preview("email", gettext_lazy("E-mail"), email)
    register_preview("phone", gettext_lazy("E-mail on a phone"), phone)
    register_preview("text", gettext_lazy("Plain text"), text)


def email(issue: IssuePage, request: HttpRequest) -> HttpResponse:
    return _mailbox(issue, request, "html", width="100%")


def phone(issue: IssuePage, request: HttpRequest) -> HttpResponse:
    return _mailbox(issue, request, "html", width="375px")


def text(issue: IssuePage, request: HttpRequest) -> HttpResponse:
    return _mailbox(issue, request, "text", width="100%")


def _mailbox(issue: IssuePage, request: HttpRequest, kind: str, **context: Any) -> HttpResponse:
    may_choose = request.user.has_perm("crm.view_subscriber")
    address = chosen_address(request) if may_choose else ""
    reader = Subscriber.objects.filter(address=normalise_address(address)).first()
    mail = received_by(reader, issue) if reader else example_of(issue, first_name=example_name())
    context |= {
        "mail": mail,
        "kind": kind,
        "newsletter": issue.newsletter,
        "may_choose": may_choose,
        "address": address,
        "reader": reader,
        "tracking": _tracking_of(reader) if reader else "",
        "left_out": reason_to_leave_out(issue.newsletter, reader) if reader else "",
        "longest": LONGEST_ADDRESS,
    }
    response = render(request, "campaigns/previews/mailbox.html", context)
    # The mail's own styles are inline, as mail programs want them; scripts it has none.
    policy = deepcopy(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
    policy["style-src"] = [*policy["style-src"], "'unsafe-inline'"]
    response._csp_config = policy  # type: ignore[attr-defined]
    return response


def _tracking_of(reader: Subscriber) -> str:
    """How her openings and clicks are counted."""
    opens = CLASS_OF_CHOICE[TrackingChoice(reader.open_tracking)].label
    clicks = CLASS_OF_CHOICE[TrackingChoice(reader.click_tracking)].label
    return _("openings %(opens)s, clicks %(clicks)s") % {"opens": opens, "clicks": clicks}


def chosen_address(request: HttpRequest) -> str:
    return request.session.get(SESSION_KEY, "")


def choose_address(request: HttpRequest, address: str) -> None:
    """Kept for the session, so that every kind of preview and every fresh look shows her mail."""
    request.session[SESSION_KEY] = address[:LONGEST_ADDRESS]
