"""The one page for every token that is bad, expired or forged, or whose person is gone.

It says the same thing whatever the token was, and offers a field to receive a fresh link.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from campaigns.forms.preferences import FreshLinkForm

View = Callable[..., HttpResponse]


def dead_link(request: HttpRequest) -> HttpResponse:
    return render(request, "campaigns/dead_link.html", {"form": FreshLinkForm()}, status=404)


def private_page(view: View) -> View:
    """A page behind a mailed link: kept by no cache and no search engine.

    Exempt from CSRF: the token is the only credential, and no cookie is set or read.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]
    return wrapped


def render_in(language: str, request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """The page in the person's language, whatever their browser prefers."""
    with translation.override(language):
        response = render(request, template, context)
        response["Content-Language"] = language
        return response
