"""Signing up to a newsletter. Whoever the address belongs to, the answer is the same."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.forms.sign_up import SignUpForm
from campaigns.models import Newsletter
from campaigns.subscriptions import subscribe as subscribe_to
from campaigns.views.dead_link import render_in
from campaigns.views.origin import is_from_our_site
from crm.tasks import send_outgoing_mails


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest, slug: str) -> HttpResponse:
    newsletter = get_object_or_404(Newsletter, slug=slug, is_public=True)
    language = _language(request)
    with override(language):
        if request.method == "POST":
            return _receive(request, newsletter, language)
        context = {"newsletter": newsletter}
        if "sent" in request.GET:
            return render_in(language, request, "campaigns/subscribe_sent.html", context)
        form = SignUpForm(newsletter=newsletter, language=language)
        return render_in(language, request, "campaigns/subscribe.html", context | {"form": form})


def _receive(request: HttpRequest, newsletter: Newsletter, language: str) -> HttpResponse:
    form = SignUpForm(request.POST, newsletter=newsletter, language=language)
    if form.is_valid():
        if is_from_our_site(request) and form.comes_from_a_person():
            subscribe_to([newsletter], form.sign_up(proof=request.path))
            transaction.on_commit(send_outgoing_mails)
            query = urlencode({"sent": 1, "language": language})
            return HttpResponseRedirect(f"{request.path}?{query}")
        form.asks_again = True
    context = {"newsletter": newsletter, "form": form}
    return render_in(language, request, "campaigns/subscribe.html", context)


def _language(request: HttpRequest) -> str:
    """That of the page the form stood on, else what the browser prefers."""
    asked = request.POST.get("language") or request.GET.get("language")
    if asked in dict(settings.LANGUAGES):
        return str(asked)
    return get_language() or settings.LANGUAGE_CODE
