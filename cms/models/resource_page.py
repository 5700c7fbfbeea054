"""A tool of the resource centre: leaflet, poster, video, practice sheet…"""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from cms.blocks import PageBody


class ResourcePageQuerySet(PageQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-published_on", "title")

    def with_files(self) -> Self:
        return self.select_related("file", "cover").prefetch_related("cover__renditions")


ResourcePageManager = PageManager.from_queryset(ResourcePageQuerySet)


class ResourcePage(Page):
    class Kind(models.TextChoices):
        LEAFLET = "leaflet", _("Leaflet")
        BROCHURE = "brochure", _("Brochure")
        POSTER = "poster", _("Poster")
        VIDEO = "video", _("Video")
        PRACTICE_SHEET = "practice_sheet", _("Practice sheet")
        JOURNAL = "journal", _("Printed journal")
        STUDY = "study", _("Study")
        OTHER = "other", _("Other tool")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, db_index=True)
    published_on = models.DateField(_("published on"), default=timezone.localdate, db_index=True)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    file = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    link = models.URLField(
        _("address of the film or of the tool"),
        blank=True,
        help_text=_("When it is shown on another site. Nothing is loaded from there."),
    )
    cover = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("cover image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(PageBody(required=False), verbose_name=_("content"), blank=True)

    template = "cms/resource_page.html"
    parent_page_types = ["cms.ResourceIndexPage"]
    subpage_types: list[str] = []
    objects = ResourcePageManager()
    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("published_on"),
        FieldPanel("summary"),
        FieldPanel("file"),
        FieldPanel("link"),
        FieldPanel("cover"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("published_on"),
    ]

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def related(self) -> models.QuerySet["ResourcePage"]:
        """The newest of the same kind."""
        siblings = ResourcePage.objects.sibling_of(self, inclusive=False).live().public()
        return siblings.filter(kind=self.kind).newest_first().with_files()[:3]
