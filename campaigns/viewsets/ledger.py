"""Did she get it, when, what did her server say? One letter, or all that an address was sent.

Asked by POST, so that no address stands in any log.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Delivery
from campaigns.sending.account import account
from campaigns.viewsets.campaign_progress import may_see
from crm.addresses import normalise_address
from crm.suppression import suppression_of

SHOWN = 50


@may_see
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    found = _deliveries(request).filter(campaign=campaign)
    context = {"campaign": campaign, "page_title": campaign.name}
    return render(request, "campaigns/admin/ledger.html", _context(request, found) | context)


@may_see
def whole_ledger(request: HttpRequest) -> HttpResponse:
    context = {"page_title": _("Did she get it?")}
    found = _deliveries(request)
    return render(request, "campaigns/admin/ledger.html", _context(request, found) | context)


def ledger_urls() -> list[Any]:
    return [path("letters/ledger/", whole_ledger, name="whole_ledger")]


def _deliveries(request: HttpRequest) -> QuerySet[Delivery]:
    """By the index that makes an address unique in a campaign; erased rows hold none."""
    address = normalise_address(request.POST.get("address", ""))
    return Delivery.objects.exclude(address="").filter(address=address)


def _context(request: HttpRequest, found: QuerySet[Delivery]) -> dict[str, Any]:
    address = request.POST.get("address", "")
    rows = found.select_related("campaign").prefetch_related("settlements__decided_by", "notices")
    is_asked = request.method == "POST" and bool(address.strip())
    return {
        "address": address,
        "is_asked": is_asked,
        "accounts": [account(row) for row in rows.order_by("-pk")[:SHOWN]] if is_asked else [],
        "suppression": suppression_of(address) if is_asked else None,
        "header_icon": "mail",
    }
