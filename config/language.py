"""Picks the language of an answer. Unlike Django's own, never turns a 404 into a redirect:
mailed links must get one plain answer, and Wagtail's catch-all makes every address look valid.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers


class LanguageMiddleware(LocaleMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not translation.get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class StaffLanguageMiddleware:
    """The back office speaks LANGUAGE_CODE, or what the person chose in their Wagtail profile;
    the browser's own language counts for visitors only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith((settings.ADMIN_PREFIX, settings.ACCOUNT_PREFIX)):
            profile = getattr(request.user, "wagtail_userprofile", None)
            chosen = profile and profile.preferred_language
            translation.activate(chosen or settings.LANGUAGE_CODE)
        return self.get_response(request)
