"""Answers /o/ and /c/ ahead of Django and its middleware: a token, an append, an answer.

A bad token falls through to Django, whose view gives the one page for dead links.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from campaigns.tracking.answers import Answer
from campaigns.tracking.clicks import answer_click
from campaigns.tracking.opens import answer_open

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

STATUS = {code: f"{code} {HTTPStatus(code).phrase}" for code in (200, 302)}


def answer_hits_first(application: Application) -> Application:
    def shortcut(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = _answer(environ)
        if answer is None:
            return application(environ, start_response)
        start_response(STATUS[answer.status], answer.headers)
        return [answer.body]

    return shortcut


def _answer(environ: dict[str, Any]) -> Answer | None:
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    if path.startswith("/o/") and path.endswith(".gif"):
        return answer_open(path[3:-4], environ)
    if path.startswith("/c/"):
        return answer_click(path[3:], environ)
    return None
