"""What visitors may find with the site's search, in one language."""

from typing import Any

from wagtail.models import Locale, Page

from campaigns.models import IssuePage


def search_pages(words: str, locale: Locale) -> Any:
    """Public pages; an issue only once its campaign has started."""
    unsent = IssuePage.objects.exclude(pk__in=IssuePage.objects.public().values("pk"))
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=1)
    return pages.exclude(pk__in=list(unsent.values_list("pk", flat=True))).specific().search(words)
