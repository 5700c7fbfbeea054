"""Asks for a pixel or a link through the WSGI application that a server would run."""

from contextlib import contextmanager

from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test.client import RequestFactory

from campaigns.tracking import spool
from campaigns.tracking.hits import Hit, parse
from campaigns.tracking.shortcut import answer_hits_first

# As config/wsgi.py makes it
application = answer_hits_first(get_wsgi_application())

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"


def ask(path, *, method="GET", agent=BROWSER, wsgi=application, **headers):
    """(status, headers, body)."""
    environ = RequestFactory().generic(method, path, HTTP_USER_AGENT=agent, **headers).environ
    answer = {}

    def start_response(status, headers, exc_info=None):
        answer["status"], answer["headers"] = status, dict(headers)

    with _connection_kept():
        body = wsgi(environ, start_response)
        content = b"".join(body)
        if hasattr(body, "close"):
            body.close()
    return int(answer["status"][:3]), answer["headers"], content


@contextmanager
def _connection_kept():
    """Django's own test client does the same: the test's transaction lives in the connection."""
    both = (signals.request_started, signals.request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


def spooled(folder) -> list[Hit | None]:
    paths = spool.segments(folder)
    return [parse(line) for path in paths for line in path.read_bytes().splitlines()]
