"""The resource centre: every tool, by kind and by words."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.models.resource_page import ResourcePage, ResourcePageQuerySet
from cms.search_words import search_words

RESOURCES_PER_PAGE = 24


class ResourceIndexPage(Page):
    introduction = models.TextField(_("introduction"), blank=True, max_length=400)

    template = "cms/resource_index_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ResourcePage"]
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("resource centre")
        verbose_name_plural = _("resource centres")

    def resources(self) -> ResourcePageQuerySet:
        return ResourcePage.objects.child_of(self).live().public().newest_first()

    def kinds(self) -> list[tuple[str, str | Promise]]:
        """Only those that have something to show."""
        used = set(self.resources().order_by().values_list("kind", flat=True).distinct())
        return [(value, label) for value, label in ResourcePage.Kind.choices if value in used]

    def matching(self, kind: str, words: str) -> Any:
        resources = self.resources().with_files()
        if kind in ResourcePage.Kind.values:
            resources = resources.filter(kind=kind)
        return resources.search(words, order_by_relevance=False) if words else resources

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        kind = request.GET.get("kind", "")
        words = search_words(request.GET.get("q", ""))
        paginator = Paginator(self.matching(kind, words), RESOURCES_PER_PAGE)
        return super().get_context(request, *args, **kwargs) | {
            "kind": kind,
            "words": words,
            "kinds": self.kinds(),
            "resources": paginator.get_page(request.GET.get("page")),
        }
