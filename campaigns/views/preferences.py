"""The preference page behind its token, and the page that mails the link to it."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.forms.preferences import FreshLinkForm, NewAddressForm, PreferencesForm
from campaigns.letters import queue_fresh_link
from campaigns.preferences import Changes, change_preferences, leave_all
from campaigns.subscriptions import may_undo, undo_unsubscription
from campaigns.tokens import Kind, make, read
from campaigns.views.dead_link import dead_link, private_page, render_in
from campaigns.views.origin import is_from_our_site
from crm.models import Subscriber
from crm.suppression import suppression_of
from crm.tasks import send_outgoing_mails

PROOF = "/preferences/"


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = find(token)
    if subscriber is None:
        return dead_link(request)
    if request.method != "POST":
        return show_preferences(request, subscriber)
    if "undo" in request.POST:
        return _undo(request, subscriber)
    if "leave_all" in request.POST:
        return show_preferences(request, subscriber, changes=leave_all(subscriber, proof=PROOF))
    return _save(request, subscriber)


def find(token: str) -> Subscriber | None:
    numbers = read(Kind.PREFERENCES, token)
    return Subscriber.objects.filter(pk=numbers[0]).first() if numbers else None


def _save(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """After saving, the form is shown anew: in the language just chosen, as it was stored."""
    with override(subscriber.language):
        form = PreferencesForm(request.POST, subscriber=subscriber)
        if not form.is_valid():
            return show_preferences(request, subscriber, form=form)
        changes = change_preferences(subscriber, form.preferences(), form.wordings, proof=PROOF)
    transaction.on_commit(send_outgoing_mails)
    subscriber.refresh_from_db()
    return show_preferences(request, subscriber, changes=changes)


def _undo(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    asked, changes = set(request.POST.getlist("undo")), Changes()
    rows = subscriber.subscriptions.select_related("newsletter")
    for newsletter in [row.newsletter for row in rows if str(row.newsletter_id) in asked]:
        if undo_unsubscription(subscriber, newsletter, proof=PROOF):
            changes.joined.append(newsletter)
    return show_preferences(request, subscriber, changes=changes)


def show_preferences(
    request: HttpRequest, subscriber: Subscriber, *, changes: Changes | None = None, **more: Any
) -> HttpResponse:
    suppression = suppression_of(subscriber.address)
    with override(subscriber.language):
        context = {
            "form": PreferencesForm(subscriber=subscriber),
            "address_form": NewAddressForm(subscriber=subscriber),
            "subscriber": subscriber,
            "token": make(Kind.PREFERENCES, subscriber.pk),
            "changes": changes,
            "may_undo": [n for n in changes.left if may_undo(subscriber, n)] if changes else [],
            "suppression": suppression,
            "is_excluded_by_team": suppression and suppression.is_by_team,
            **more,
        }
    return render_in(subscriber.language, request, "campaigns/preferences.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preferences_link(request: HttpRequest) -> HttpResponse:
    """The same answer whether the address is known or not."""
    form = FreshLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and is_from_our_site(request):
        queue_fresh_link(form.cleaned_data["email"])
        transaction.on_commit(send_outgoing_mails)
        return HttpResponseRedirect(f"{request.path}?sent=1")
    context = {"form": form, "sent": "sent" in request.GET}
    return render(request, "campaigns/preferences_link.html", context)
