"""The rival of our opens: a Django project of one view, which inserts a row for each hit.

Run by a web server as `plain_view:application`; PLAIN_DATABASE holds its database, as JSON.
"""

import json
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

TABLE = "plain_hit"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,"


def hit(request: HttpRequest, token: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (token) VALUES (%s)", [token])
    return HttpResponse(GIF, content_type="image/gif", headers={"Content-Length": len(GIF)})


urlpatterns = [path("o/<str:token>.gif", hit)]

if "PLAIN_DATABASE" in os.environ:
    settings.configure(
        DATABASES={"default": json.loads(os.environ["PLAIN_DATABASE"])},
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="nothing is signed",  # noqa: S106
    )
    application = get_wsgi_application()
