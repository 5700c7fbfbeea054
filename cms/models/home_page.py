"""The first page of a language: a sentence, one action, three doors, and what lives behind."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet, get_page_models
from wagtail.search import index

from campaigns.models import Newsletter
from cms.blocks import Doors
from cms.models.article_page import ArticlePage
from crm.models import Network, Organisation

MOST_LOGOS = 12


class HomePageQuerySet(PageQuerySet):
    """Whoever wants few columns, or a lock, gets them without what the manager adds."""

    def only(self, *fields: str) -> Self:
        return super().only(*fields).select_related(None)

    def defer(self, *fields: str | None) -> Self:
        return super().defer(*fields).select_related(None)

    def select_for_update(self, *args: Any, **kwargs: Any) -> Self:
        """Locks the page alone: PostgreSQL refuses to lock what an outer join may not find."""
        return super().select_for_update(*args, **kwargs).select_related(None)


class HomePageManager(PageManager.from_queryset(HomePageQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> HomePageQuerySet:
        """With what stands at its top: no page is asked for as often."""
        return super().get_queryset().select_related("image", "action_page", "newsletter")


class HomePage(Page):
    headline = models.CharField(
        _("sentence"), max_length=120, help_text=_("What the network does, in one sentence.")
    )
    introduction = models.TextField(_("introduction"), blank=True, max_length=400)
    action_label = models.CharField(_("words on the button"), max_length=60, blank=True)
    action_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page behind the button"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    doors = StreamField(Doors(max_num=3, required=False), verbose_name=_("doors"), blank=True)
    newsletter = models.ForeignKey(
        Newsletter,
        verbose_name=_("newsletter to sign up for"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    objects = HomePageManager()
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("headline"),
                FieldPanel("introduction"),
                FieldPanel("action_label"),
                FieldPanel("action_page"),
                FieldPanel("image"),
            ],
            heading=_("At the top"),
        ),
        FieldPanel("doors"),
        FieldPanel("newsletter"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("headline"),
        index.SearchField("introduction"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The renditions of all its pictures, the logo of the network included, are one query; so
        are, once a process, the kinds of all pages."""
        ContentType.objects.get_for_models(*get_page_models())
        context = super().get_context(request, *args, **kwargs)
        articles, partners = list(self.latest_articles()), list(self.partners())
        pictures = [
            Network.load(request_or_site=request).logo,
            self.image,
            *(article.cover for article in articles),
            *(partner.logo for partner in partners),
        ]
        prefetch_related_objects([picture for picture in pictures if picture], "renditions")
        return context | {"articles": articles, "partners": partners}

    def latest_articles(self) -> models.QuerySet[ArticlePage]:
        articles = ArticlePage.objects.descendant_of(self).live().public()
        return articles.newest_first().select_related("cover")[:3]

    @staticmethod
    def partners() -> models.QuerySet[Organisation]:
        """Those with a logo, in the order of their families."""
        shown = Organisation.objects.filter(logo__isnull=False).select_related("logo")
        return shown.order_by("family__position", "name")[:MOST_LOGOS]
