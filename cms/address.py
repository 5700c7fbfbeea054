"""Where the site is: SITE_URL says it, and Wagtail's default site repeats it.

Whole addresses of pages (in mails, feeds and the map of the site) come from Wagtail's record.
"""

from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from wagtail.models import Site

PORTS = {"http": 80, "https": 443}
# What Wagtail's own migration writes.
NOT_SAID_YET = ("localhost", 80)


def follow_site_url() -> None:
    """Other sites of the same installation keep what they were given by hand; so does this one
    where a command was not told SITE_URL: the web process beside it may have been."""
    told = urlsplit(settings.SITE_URL)
    hostname, port = told.hostname or "localhost", told.port or PORTS[told.scheme]
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or (site.hostname, site.port) == (hostname, port):
        return
    if not settings.SITE_URL_IS_GIVEN and (site.hostname, site.port) != NOT_SAID_YET:
        return
    if not Site.objects.filter(hostname=hostname, port=port).exists():
        site.hostname, site.port = hostname, port
        site.save()


def follow_after_migrate(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate."""
    if Site._meta.db_table in connections[using].introspection.table_names():
        follow_site_url()
