"""The preference page behind its token, and the page that mails the link to it."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.forms.preferences import FreshLinkForm, PreferencesForm
from campaigns.letters import queue_fresh_link
from campaigns.preferences import change_preferences
from campaigns.tokens import Kind, make, read
from campaigns.views.dead_link import dead_link, private_page, render_in
from campaigns.views.origin import is_from_our_site
from crm.models import Subscriber
from crm.tasks import send_outgoing_mails


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = find(token)
    if subscriber is None:
        return dead_link(request)
    saved = False
    with override(subscriber.language):
        form = PreferencesForm(request.POST or None, subscriber=subscriber)
        if request.method == "POST" and form.is_valid():
            proof = "/preferences/"
            change_preferences(subscriber, form.preferences(), form.wordings, proof=proof)
            subscriber.refresh_from_db()
            saved = True
    return _page(request, subscriber, form, saved=saved)


def find(token: str) -> Subscriber | None:
    numbers = read(Kind.PREFERENCES, token)
    return Subscriber.objects.filter(pk=numbers[0]).first() if numbers else None


def _page(
    request: HttpRequest, subscriber: Subscriber, form: PreferencesForm, *, saved: bool
) -> HttpResponse:
    """After saving, the form is shown anew: in the language just chosen, as it was stored."""
    with override(subscriber.language):
        if saved:
            form = PreferencesForm(subscriber=subscriber)
        data_url = reverse("ask_data_link", args=[make(Kind.PREFERENCES, subscriber.pk)])
        context = {"form": form, "subscriber": subscriber, "saved": saved, "data_url": data_url}
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
