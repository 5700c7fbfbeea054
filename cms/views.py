"""Public addresses that are not pages of the tree: front door, search, theme, robots."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from cms.search_words import search_words
from cms.searching import search_pages
from cms.theme import theme_css
from crm.models import Network

RESULTS_PER_PAGE = 20


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    response = redirect(f"/{get_language()}/")
    patch_vary_headers(response, ("Accept-Language",))
    return response


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = search_words(request.GET.get("q", ""))
    results = None
    if words:
        paginator = Paginator(search_pages(words, Locale.get_active()), RESULTS_PER_PAGE)
        results = paginator.get_page(request.GET.get("page"))
    return render(request, "cms/search.html", {"words": words, "results": results})


@require_safe
@cache_control(public=True, max_age=86400)
def theme(request: HttpRequest) -> HttpResponse:
    css = theme_css(Network.load(request_or_site=request))
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/robots.txt", content_type="text/plain; charset=utf-8")
