"""Signing up to newsletters. Whoever the address belongs to, the answer is the same."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.forms.sign_up import SignUpForm
from campaigns.models import Newsletter
from campaigns.subscriptions import public_newsletters
from campaigns.subscriptions import subscribe as subscribe_to
from campaigns.views.dead_link import render_in
from campaigns.views.origin import is_from_our_site
from crm.tasks import send_outgoing_mails


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, [get_object_or_404(Newsletter, slug=slug, is_public=True)])


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe_to_several(request: HttpRequest) -> HttpResponse:
    """`newsletters` names those the form offered, so that it comes back as it was."""
    offered = request.POST.get("newsletters") or request.GET.get("newsletters", "")
    newsletters = public_newsletters(offered.split(",") if offered else [])
    if not newsletters:
        raise Http404
    return _answer(request, newsletters)


def _answer(request: HttpRequest, newsletters: list[Newsletter]) -> HttpResponse:
    language = _language(request)
    with override(language):
        if request.method == "POST":
            return _receive(request, newsletters, language)
        if "sent" in request.GET:
            return render_in(language, request, "campaigns/subscribe_sent.html", {})
        form = SignUpForm(newsletters=newsletters, language=language, page=request.path)
        return _page(request, form)


def _receive(request: HttpRequest, newsletters: list[Newsletter], language: str) -> HttpResponse:
    form = SignUpForm(request.POST, newsletters=newsletters, language=language, page=request.path)
    if form.is_valid():
        if is_from_our_site(request) and form.comes_from_a_person():
            subscribe_to(form.chosen(), form.sign_up())
            transaction.on_commit(send_outgoing_mails)
            query = {"sent": 1, "language": language}
            if form.offers_several:
                query["newsletters"] = form.offered
            return HttpResponseRedirect(f"{request.path}?{urlencode(query)}")
        form.asks_again = True
    return _page(request, form)


def _page(request: HttpRequest, form: SignUpForm) -> HttpResponse:
    only = None if form.offers_several else form.newsletters[0]
    context = {"form": form, "newsletter": only, "action": request.path}
    return render_in(form.language, request, "campaigns/subscribe.html", context)


def _language(request: HttpRequest) -> str:
    """That of the page the form stood on, else what the browser prefers."""
    asked = request.POST.get("language") or request.GET.get("language")
    if asked in dict(settings.LANGUAGES):
        return str(asked)
    return get_language() or settings.LANGUAGE_CODE
