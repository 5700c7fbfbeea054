"""Was this form sent from a page of ours? The answer for public forms, which carry no cookie."""

from urllib.parse import urlsplit

from django.http import HttpRequest

OURS = {"same-origin", "same-site", "none"}


def is_from_our_site(request: HttpRequest) -> bool:
    """Browsers say where a form stood; what says nothing is no browser, and has no victim."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OURS
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()
