"""The first page of a language: a sentence, one action, three doors, and what lives behind."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from campaigns.models import Newsletter
from cms.blocks import Doors


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
