"""The list of articles, newest first."""

from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.models.article_page import ArticlePage, ArticlePageQuerySet

ARTICLES_PER_PAGE = 12


class ArticleIndexPage(Page):
    introduction = models.TextField(_("introduction"), blank=True, max_length=400)

    template = "cms/article_index_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ArticlePage"]
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of articles")
        verbose_name_plural = _("lists of articles")

    def articles(self) -> ArticlePageQuerySet:
        return ArticlePage.objects.child_of(self).live().public().newest_first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        paginator = Paginator(self.articles().with_covers(), ARTICLES_PER_PAGE)
        articles: PageOfList = paginator.get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"articles": articles}
