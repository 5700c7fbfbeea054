"""Which Content-Security-Policy an answer carries: the public one, or the admin's."""

from copy import deepcopy

from csp.middleware import CSPMiddleware as BaseCSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class CSPMiddleware(BaseCSPMiddleware):
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        in_admin = request.path.startswith(settings.ADMIN_PREFIX)
        if in_admin and not hasattr(response, "_csp_config"):
            policy = deepcopy(settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"])
            response._csp_config = policy  # type: ignore[attr-defined]
        return super().process_response(request, response)
