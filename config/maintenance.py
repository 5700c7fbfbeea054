"""Closes the site for a while: `touch var/maintenance`, and remove the file to open it again.

What a mailed link needs goes on, since those who leave must never have to wait; so do the back
office and what machines ask.
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

ALWAYS_OPEN = (
    *(settings.ADMIN_PREFIX, settings.ACCOUNT_PREFIX),
    *("/unsubscribe/", "/preferences/", "/confirm/", "/address/", "/my-data/", "/o/", "/c/"),
    *("/webhooks/", "/health/", "/media/"),
)
TEN_MINUTES = 600


class MaintenanceMiddleware:
    """Needs no database, so that the page shows while that one is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ALWAYS_OPEN) or not Path(settings.MAINTENANCE_FILE).exists():
            return self.get_response(request)
        answer = render(request, "503.html", status=503)
        answer.headers["Retry-After"] = str(TEN_MINUTES)
        answer.headers["Cache-Control"] = "no-store"
        return answer
