"""The addresses of docs/architecture.md; each app owns its own list."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.views import search
from config.account_urls import closed_doors
from config.health import health_live, health_ready
from config.media import media

urlpatterns = [
    path("health/live", health_live, name="health_live"),
    path("health/ready", health_ready, name="health_ready"),
    path("media/<path:path>", media, name="media"),
    path("account/", include("config.account_urls")),
    *closed_doors,
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("campaigns.urls")),
    path("", include("media_kit.urls")),
    path("", include("cms.urls")),
    *i18n_patterns(path(_("search/"), search, name="search"), path("", include(wagtail_urls))),
]
