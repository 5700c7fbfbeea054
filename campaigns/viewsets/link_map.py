"""The mail of a campaign with its clicks beside its links, for a frame of the report."""

from copy import deepcopy

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from campaigns.models import Campaign
from campaigns.tracking.link_map import link_map
from campaigns.viewsets.campaign_progress import may_see


@may_see
def clicked_links(request: HttpRequest, pk: int, locale: str) -> HttpResponse:
    """The frame is a sandbox, and so is the page itself when it is opened alone."""
    mail = link_map(get_object_or_404(Campaign, pk=pk), locale)
    if mail is None:
        raise Http404
    response = HttpResponse(mail)
    policy = deepcopy(settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"])
    # A mail has no script; its pictures may stand on the host where media is kept.
    policy |= {"script-src": ["'none'"], "sandbox": ["allow-popups"]}
    response._csp_config = policy  # type: ignore[attr-defined]
    return response
