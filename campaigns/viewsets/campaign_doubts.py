"""Mails nobody can vouch for: sent again or left, one by one or all; who decided what."""

from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry

from campaigns.models import Campaign, Delivery, Settlement
from campaigns.segments.members import number
from campaigns.sending import progress, settling
from campaigns.tasks import send_campaign
from campaigns.viewsets.campaign_progress import may_see
from crm.models import User

SHOWN = 50
DECISIONS_SHOWN = 20
Choice = Settlement.Choice


class DecisionFormatter(LogFormatter):
    """In the history of a campaign: how many mails, and what was chosen for them."""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        settled = log_entry.data.get("count", 0)
        told = ngettext(
            "%(count)s mail in doubt: %(choice)s", "%(count)s mails in doubt: %(choice)s", settled
        )
        return told % {"count": number(settled), "choice": self.label}


@may_see
def doubts(request: HttpRequest, pk: int) -> HttpResponse:
    """Those to decide about; with `?left=1` those that were left. Paged by key."""
    campaign = get_object_or_404(Campaign, pk=pk)
    shows_left = "left" in request.GET
    rows = settling.left(campaign) if shows_left else settling.in_doubt(campaign)
    shown, next_key = page_by_key(rows, request.GET.get("after", ""))
    context = {
        "campaign": campaign,
        "rows": shown,
        "next": next_key,
        "shows_left": shows_left,
        "to_decide": settling.in_doubt(campaign).count(),
        "left": settling.left(campaign).count(),
        "is_cancelled": campaign.state == Campaign.State.CANCELLED,
        "decisions": decisions(campaign),
        "page_title": _("Mails in doubt"),
        "header_icon": "mail",
    }
    return render(request, "campaigns/admin/doubts.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("campaigns.send_campaign")
def settle(request: HttpRequest, pk: int, choice: str) -> HttpResponse:
    """GET asks, POST acts; with `delivery` about that mail, else about all in doubt."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if choice not in Choice.values:
        raise Http404
    asked = request.POST.get("delivery") or request.GET.get("delivery") or ""
    delivery = _delivery(campaign, asked) if asked else None
    if request.method == "POST":
        return _decide(request, campaign, choice, delivery)
    to_decide = 1 if delivery else settling.in_doubt(campaign).count()
    if not to_decide:
        messages.info(request, _told(choice, 0))
        return redirect("campaign:doubts", campaign.pk)
    context = {
        "campaign": campaign,
        "choice": choice,
        "delivery": delivery,
        "to_decide": to_decide,
        "page_title": _("Mails in doubt"),
        "header_icon": "mail",
    }
    return render(request, "campaigns/admin/confirm_settling.html", context)


def decisions(campaign: Campaign) -> QuerySet[ModelLogEntry]:
    """What the log of this campaign says was decided, newest first."""
    entries: QuerySet[ModelLogEntry] = ModelLogEntry.objects.for_instance(campaign)
    return entries.filter(action__in=settling.ACTIONS.values()).select_related("user")[
        :DECISIONS_SHOWN
    ]


def page_by_key(rows: QuerySet[Delivery], after: str) -> tuple[list[Delivery], int | None]:
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after))
    found = list(rows.order_by("pk")[: SHOWN + 1])
    shown = found[:SHOWN]
    return shown, shown[-1].pk if len(found) > SHOWN else None


def _delivery(campaign: Campaign, asked: str) -> Delivery:
    return get_object_or_404(Delivery, campaign=campaign, pk=asked if asked.isdecimal() else 0)


def _decide(
    request: HttpRequest, campaign: Campaign, choice: str, delivery: Delivery | None
) -> HttpResponse:
    by = cast(User, request.user)
    try:
        if delivery is None:
            settled = settling.settle_all(campaign, choice, by=by)
        else:
            settled = int(settling.settle(delivery, choice, by=by))
    except settling.SettlingRefused as refused:
        messages.error(request, str(refused))
        return redirect("campaign:doubts", campaign.pk)
    campaign.refresh_from_db()
    progress.recount(campaign)
    if choice == Choice.SEND_AGAIN:
        transaction.on_commit(lambda: send_campaign(campaign.pk))
    messages.success(request, _told(choice, settled))
    return redirect("campaign:doubts", campaign.pk)


def _told(choice: str, settled: int) -> Any:
    if not settled:
        return _("Nothing was left to decide.")
    if choice == Choice.SEND_AGAIN:
        told = ngettext("%s mail leaves again.", "%s mails leave again.", settled)
    else:
        told = ngettext("%s mail was left as it is.", "%s mails were left as they are.", settled)
    return told % number(settled)
