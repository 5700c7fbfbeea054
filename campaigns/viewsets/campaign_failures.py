"""Mails that failed: whose and why; and a button for those refused for our account's sake, once
that is mended."""

from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry

from campaigns.models import Campaign, Delivery
from campaigns.segments.members import number
from campaigns.sending import progress
from campaigns.sending.settling import SettlingRefused, refused_for_us, send_refused_again
from campaigns.tasks import send_campaign
from campaigns.viewsets.campaign_doubts import page_by_key
from campaigns.viewsets.campaign_progress import may_see
from crm.models import User

REPLIES_SHOWN = 10


class SentAgainFormatter(LogFormatter):
    label = gettext_lazy("Send again what was refused because of us")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        sent = log_entry.data.get("count", 0)
        told = ngettext(
            "%(count)s mail that was refused because of us: send again",
            "%(count)s mails that were refused because of us: send again",
            sent,
        )
        return told % {"count": number(sent)}


@require_http_methods(["GET", "HEAD", "POST"])
@may_see
def failures(request: HttpRequest, pk: int) -> HttpResponse:
    """Paged by key; POST sends again what was refused because of us."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if request.method == "POST":
        return send_again(request, campaign)
    failed = campaign.deliveries.filter(aside=Delivery.State.FAILED)
    rows, next_key = page_by_key(failed, request.GET.get("after", ""))
    refused = refused_for_us(campaign)
    replies = refused.values_list("reply").annotate(n=Count("pk")).order_by("-n", "reply")
    context = {
        "campaign": campaign,
        "rows": rows,
        "next": next_key,
        "refused": refused.count(),
        "replies": replies[:REPLIES_SHOWN],
        "is_cancelled": campaign.state == Campaign.State.CANCELLED,
        "page_title": _("Mails that failed"),
        "header_icon": "mail",
    }
    return render(request, "campaigns/admin/failures.html", context)


@permission_required("campaigns.send_campaign")
def send_again(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    try:
        sent = send_refused_again(campaign, by=cast(User, request.user))
    except SettlingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("campaign:failures", campaign.pk)
    campaign.refresh_from_db()
    progress.recount(campaign)
    transaction.on_commit(lambda: send_campaign(campaign.pk))
    messages.success(request, _told(sent))
    return redirect("campaign:inspect", campaign.pk)


def _told(sent: int) -> Any:
    if not sent:
        return _("Nothing was left to send again.")
    return ngettext("%s mail leaves again.", "%s mails leave again.", sent) % number(sent)
