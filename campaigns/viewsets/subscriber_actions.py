"""What the buttons of a subscriber's page do. Each is a POST and comes back to the page."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.models import Newsletter
from campaigns.subscriptions import unsubscribe
from campaigns.viewsets.exclusions import LIFTED, ONLY_HERS_STAYS
from crm import suppression
from crm.models import Consent, Subscriber, Suppression, User


def _proof(request: HttpRequest) -> str:
    user = request.user
    return str(user) if isinstance(user, User) else ""


@require_POST
@permission_required("crm.change_subscriber")
def leave(request: HttpRequest, pk: int, newsletter_id: int) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, pk=pk)
    newsletter = get_object_or_404(Newsletter, pk=newsletter_id)
    if unsubscribe(subscriber, newsletter, source=Consent.Source.STAFF, proof=_proof(request)):
        messages.success(request, _("Unsubscribed from “%s”.") % newsletter)
    return redirect("subscriber:inspect", pk)


@require_POST
@permission_required("crm.add_suppression")
def exclude(request: HttpRequest, pk: int) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, pk=pk)
    detail = request.POST.get("detail", "").strip() or _proof(request)
    suppression.suppress(subscriber.address, Suppression.Reason.MANUAL, detail)
    messages.success(request, _("This address is excluded: nothing is mailed to it any more."))
    return redirect("subscriber:inspect", pk)


@require_POST
@permission_required("crm.delete_suppression")
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, pk=pk)
    exclusion = suppression.suppression_of(subscriber.address)
    if exclusion and suppression.lift_by_team(exclusion, by=cast(User, request.user)):
        still = suppression.is_suppressed(subscriber.address)
        messages.success(request, ONLY_HERS_STAYS if still else LIFTED)
    elif exclusion:
        messages.error(request, _("Only the person can decide that, by signing up again."))
    return redirect("subscriber:inspect", pk)
