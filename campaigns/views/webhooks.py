"""The doors of mail providers: Anymail's own views, behind our secret, for tracking only."""

from collections.abc import Callable
from functools import wraps

from anymail.urls import urlpatterns as provider_urls
from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import URLPattern, path
from django.utils.crypto import constant_time_compare

View = Callable[..., HttpResponse]


def behind_secret(view: View) -> View:
    """Nothing of a stranger's post is parsed; a provider that is not set up has no door either."""

    @wraps(view)
    def webhook(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not _knows_secret(request):
            return HttpResponseBadRequest()
        try:
            return view(request)
        except ImproperlyConfigured:
            return HttpResponseBadRequest()

    return webhook


def _knows_secret(request: HttpRequest) -> bool:
    given = get_request_basic_auth(request) or ""
    secrets = settings.ANYMAIL["WEBHOOK_SECRET"]
    return any(constant_time_compare(given, secret) for secret in secrets)


def tracking_doors() -> list[URLPattern]:
    """Without those for incoming mail: nobody here would read it."""
    return [
        path(str(door.pattern), behind_secret(door.callback), name=door.name)
        for door in provider_urls
        if (door.name or "").endswith("_tracking_webhook")
    ]
