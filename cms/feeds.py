"""The articles of one language as RSS and Atom."""

from datetime import datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from wagtail.models import Locale

from cms.models import ArticlePage
from crm.models import Network

ARTICLES_PER_FEED = 20


class ArticleFeed(Feed):
    def get_object(self, request: HttpRequest, language: str) -> Any:
        locale = Locale.objects.filter(language_code=language).first()
        if locale is None:
            raise Http404
        self.request = request
        return locale

    def title(self, locale: Locale) -> str:
        with translation.override(locale.language_code):
            name = Network.load(request_or_site=self.request).name
            return _("%(network)s: articles") % {"network": name}

    def link(self, locale: Locale) -> str:
        return f"/{locale.language_code}/"

    def items(self, locale: Locale) -> list[ArticlePage]:
        articles = ArticlePage.objects.live().public().filter(locale=locale)
        return list(articles.newest_first()[:ARTICLES_PER_FEED])

    def item_title(self, item: ArticlePage) -> str:
        return item.title

    def item_description(self, item: ArticlePage) -> str:
        return item.standfirst

    def item_link(self, item: ArticlePage) -> str:
        return item.get_url(self.request) or item.full_url

    def item_author_name(self, item: ArticlePage) -> str | None:
        return item.author or None

    def item_pubdate(self, item: ArticlePage) -> Any:
        return timezone.make_aware(datetime.combine(item.published_on, time.min))

    def item_updateddate(self, item: ArticlePage) -> Any:
        return item.last_published_at


class AtomArticleFeed(ArticleFeed):
    feed_type = Atom1Feed

    def subtitle(self, locale: Locale) -> str:
        return self.title(locale)
