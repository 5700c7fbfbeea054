"""Pixel and links where the shortcut of tracking/ is not in front: runserver, the test client."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from campaigns.tracking.answers import Answer
from campaigns.tracking.clicks import answer_click
from campaigns.tracking.opens import answer_open
from campaigns.views.dead_link import dead_link, private_page


@require_safe
@private_page
def open_pixel(request: HttpRequest, token: str) -> HttpResponse:
    return _response(request, token, answer_open)


@require_safe
@private_page
def click(request: HttpRequest, token: str) -> HttpResponse:
    return _response(request, token, answer_click)


def _response(
    request: HttpRequest, token: str, answer_hit: Callable[..., Answer | None]
) -> HttpResponse:
    answer = answer_hit(token, request.META)
    if answer is None:
        return dead_link(request)
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
