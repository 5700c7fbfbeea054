"""A dated article."""

import math
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from cms.blocks import PageBody

WORDS_READ_PER_MINUTE = 220


class ArticlePageQuerySet(PageQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-published_on", "-pk")

    def with_covers(self) -> Self:
        return self.select_related("cover").prefetch_related("cover__renditions")


ArticlePageManager = PageManager.from_queryset(ArticlePageQuerySet)


class ArticlePage(Page):
    standfirst = models.TextField(
        _("standfirst"), max_length=400, blank=True, help_text=_("The article in two sentences.")
    )
    published_on = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    author = models.CharField(_("author"), max_length=120, blank=True)
    cover = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("cover image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(PageBody(required=False), verbose_name=_("content"), blank=True)

    template = "cms/article_page.html"
    parent_page_types = ["cms.ArticleIndexPage"]
    subpage_types: list[str] = []
    objects = ArticlePageManager()
    content_panels = [
        *Page.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("published_on"),
        FieldPanel("author"),
        FieldPanel("cover"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst", boost=2),
        index.SearchField("body"),
        index.FilterField("published_on"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @property
    def reading_minutes(self) -> int:
        texts = self.body.stream_block.get_searchable_content(self.body)
        words = sum(len(str(text).split()) for text in texts)
        return max(1, math.ceil(words / WORDS_READ_PER_MINUTE))

    def related(self) -> models.QuerySet["ArticlePage"]:
        """The three articles nearest to this one in time."""
        siblings = ArticlePage.objects.sibling_of(self, inclusive=False).live().public()
        earlier = siblings.filter(published_on__lte=self.published_on)
        chosen = list(earlier.newest_first().values_list("pk", flat=True)[:3])
        if len(chosen) < 3:
            later = siblings.exclude(pk__in=chosen).order_by("published_on")
            chosen += later.values_list("pk", flat=True)[: 3 - len(chosen)]
        return ArticlePage.objects.filter(pk__in=chosen).newest_first().with_covers()
