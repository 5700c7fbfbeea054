"""When the next call to the mail provider is welcome: told once, obeyed by newsletters and system
mail alike.

In the cache that all processes share; what it forgets costs a refused call, never a mail.
"""

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from django.core.cache import cache
from django.utils import timezone

# When we are told to slow down, and not for how long.
USUAL_WAIT = 60.0
LONGEST_WAIT = 86_400.0
TOO_MANY_REQUESTS = 429
# Seconds until the next call is welcome: RFC 9110, section 10.2.3, then names that providers use
# https://developers.brevo.com/docs/limit-headers, https://resend.com/docs/api-reference/rate-limit
WAIT_HEADERS = ("retry-after", "x-sib-ratelimit-reset", "ratelimit-reset", "x-ratelimit-reset")
# Amazon's words for 429, which come with other numbers:
# https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html
SLOW_DOWN_ERRORS = frozenset(
    {"TooManyRequestsException", "LimitExceededException", "ThrottlingException", "Throttling"}
)


def seconds_to_wait(provider: str) -> float:
    """0 when it may be called now."""
    return max(float(cache.get(_key(provider), 0.0)) - time.time(), 0.0)


def wait(provider: str, seconds: float) -> None:
    """Never shortens what was said before."""
    until = time.time() + max(seconds, seconds_to_wait(provider))
    cache.set(_key(provider), until, timeout=LONGEST_WAIT)


def wait_told_by(headers: Mapping[str, str]) -> float:
    """Seconds, of the headers that came with a 429; their names in lower case."""
    waits = [_seconds_of(headers[name]) for name in WAIT_HEADERS if name in headers]
    return min(waits[0] if waits else USUAL_WAIT, LONGEST_WAIT)


def wait_asked_by(error: Exception) -> float | None:
    """Seconds, when what Anymail raised is the provider's wish to wait."""
    response = getattr(error, "response", None)
    if getattr(error, "status_code", None) == TOO_MANY_REQUESTS and response is not None:
        return wait_told_by({name.lower(): value for name, value in response.headers.items()})
    told = getattr(error.__cause__, "response", None)  # botocore's is a dictionary
    if isinstance(told, Mapping) and told.get("Error", {}).get("Code") in SLOW_DOWN_ERRORS:
        return USUAL_WAIT
    return None


def _seconds_of(value: str) -> float:
    """Of a Retry-After: a number, or a date."""
    try:
        return max(float(value), 0)
    except ValueError:
        pass
    try:
        return max((parsedate_to_datetime(value) - timezone.now()).total_seconds(), 0)
    except (TypeError, ValueError):
        return USUAL_WAIT


def _key(provider: str) -> str:
    return f"mail-provider:{provider}:until"
