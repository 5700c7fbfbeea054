"""The sent issues of one newsletter as RSS. Those of its main language."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from campaigns.models import IssuePage, NewsletterPage

ISSUES_PER_FEED = 20


class IssueFeed(Feed):
    def get_object(self, request: HttpRequest, slug: str) -> Any:
        """`?language=en` asks for another language than the site's first."""
        language = request.GET.get("language") or settings.LANGUAGE_CODE
        pages = NewsletterPage.objects.live().public().select_related("newsletter")
        return get_object_or_404(
            pages,
            newsletter__slug=slug,
            locale__language_code=language,
            newsletter__is_public=True,
        )

    def title(self, page: NewsletterPage) -> str:
        return page.title

    def link(self, page: NewsletterPage) -> str:
        return page.full_url or page.url

    def description(self, page: NewsletterPage) -> str:
        return page.introduction or page.newsletter.public_description

    def items(self, page: NewsletterPage) -> list[IssuePage]:
        return list(page.issues()[:ISSUES_PER_FEED])

    def item_title(self, item: IssuePage) -> str:
        return item.title

    def item_description(self, item: IssuePage) -> str:
        return item.preheader

    def item_link(self, item: IssuePage) -> str:
        return item.full_url or item.url

    def item_pubdate(self, item: IssuePage) -> datetime | None:
        if item.issued_on is None:
            return item.first_published_at
        return timezone.make_aware(datetime.combine(item.issued_on, time.min))
