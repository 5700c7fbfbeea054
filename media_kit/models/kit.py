"""The media kit: a page of files that press and partners take away, and how often they did."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index


class MediaKitPage(Page):
    introduction = models.TextField(_("introduction"), blank=True)
    terms = RichTextField(_("terms of use"), blank=True, features=["bold", "italic", "link", "ul"])
    press_contact = models.CharField(_("press contact"), max_length=200, blank=True)

    template = "media_kit/media_kit_page.html"
    max_count_per_parent = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        InlinePanel("items", heading=_("Files"), label=_("File")),
        FieldPanel("terms"),
        FieldPanel("press_contact"),
    ]

    class Meta:
        verbose_name = _("media kit")
        verbose_name_plural = _("media kits")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Groups the files by kind, in the order in which the kinds are declared."""
        items = list(self.items.select_related("image", "document"))
        groups = [
            {"kind": kind, "items": [item for item in items if item.kind == kind]}
            for kind in KitItem.Kind
        ]
        context = super().get_context(request, *args, **kwargs)
        context["groups"] = [group for group in groups if group["items"]]
        return context


class KitItem(TranslatableMixin, Orderable):
    class Kind(models.TextChoices):
        LOGO = "logo", _("Logos")
        PHOTO = "photo", _("Photographs")
        PRESS_RELEASE = "press_release", _("Press releases")
        FIGURES = "figures", _("Key figures")
        PUBLICATION = "publication", _("Brochures and posters")
        OTHER = "other", _("Other files")

    page = ParentalKey(MediaKitPage, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=150)
    description = models.CharField(_("description"), max_length=300, blank=True)
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kit_items",
    )
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kit_items",
    )

    panels = [
        FieldPanel("kind"),
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("image"),
        FieldPanel("document"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("file of the media kit")
        verbose_name_plural = _("files of the media kit")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if bool(self.image_id) == bool(self.document_id):
            raise ValidationError(_("Choose an image or a document, one of the two."))

    @property
    def asset(self) -> Any:
        """The image or the document: both have a file, a title, a credit and a licence."""
        return self.image or self.document


class Download(models.Model):
    """One file taken away, or the whole kit when `item` is empty. Who took it is not kept."""

    page = models.ForeignKey(
        MediaKitPage, null=True, on_delete=models.SET_NULL, related_name="downloads"
    )
    item = models.ForeignKey(
        KitItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="downloads"
    )
    title = models.CharField(_("file"), max_length=150)
    is_whole_kit = models.BooleanField(_("whole kit"), default=False)
    downloaded_at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        ordering = ["-downloaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_whole_kit=False) | Q(item=None), name="whole_kit_names_no_item"
            )
        ]

    def __str__(self) -> str:
        return self.title
