"""A newsletter (a series one subscribes to), its archive page, and its editions.

Newsletter is one for all languages; NewsletterPage and IssuePage exist once per language.
"""

from collections.abc import Callable
from typing import Any, Self

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from campaigns.blocks import IssueBody

SHOWN_OF_SUBJECT = 60
SHOWN_OF_PREHEADER = 90
ISSUES_PER_PAGE = 12
REVIEW_TEMPLATE = "campaigns/admin/issue_review_panel.html"

Preview = Callable[["IssuePage", HttpRequest], HttpResponse]
_previews: dict[str, tuple[Any, Preview]] = {}


def register_preview(mode: str, label: Any, respond: Preview) -> None:
    """A way to look at an issue in its editor; rendering stands above and fills this in."""
    _previews[mode] = (label, respond)


class CountedInput(forms.TextInput):
    """Shows how many characters are typed of the `shown` ones that mailboxes display."""

    class Media:
        js = ("campaigns/counted.js",)

    def __init__(self, shown: int) -> None:
        super().__init__(attrs={"data-counted": shown})


# Wagtail makes the manager of its pages while Django runs
class Newsletter(models.Model):  # type: ignore[django-manager-missing]
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(
        _("what one receives, and how often"), max_length=250, blank=True
    )
    sender_name = models.CharField(_("sender's name"), max_length=100)
    sender_email = models.EmailField(_("sender's address"))
    reply_to = models.EmailField(_("address for replies"), blank=True)
    is_public = models.BooleanField(
        _("offered to visitors"),
        default=True,
        help_text=_("Shown on the sign-up form and on the preference page."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["name__plain"]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """For readers: in another language than the site's own, the title of its page there."""
        page = self._page_in(get_language() or settings.LANGUAGE_CODE)
        return page.title if page else self.name

    @property
    def public_description(self) -> str:
        page = self._page_in(get_language() or settings.LANGUAGE_CODE)
        return page.introduction if page and page.introduction else self.description

    def _page_in(self, language: str) -> "NewsletterPage | None":
        if language == settings.LANGUAGE_CODE:
            return None
        known = self.__dict__.setdefault("_pages_by_language", {})
        if language not in known:
            pages = NewsletterPage.objects.live().filter(newsletter=self)
            known[language] = pages.filter(locale__language_code=language).first()
        return known[language]


class NewsletterPage(Page):
    """The public archive of one newsletter, with its sign-up form."""

    newsletter = models.ForeignKey(
        Newsletter,
        verbose_name=_("newsletter"),
        on_delete=models.PROTECT,
        related_name="pages",
    )
    introduction = models.TextField(_("introduction"), blank=True)

    template = "campaigns/newsletter_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["campaigns.IssuePage"]
    content_panels = [*Page.content_panels, FieldPanel("newsletter"), FieldPanel("introduction")]
    override_translatable_fields = [SynchronizedField("newsletter", overridable=False)]

    class Meta:
        verbose_name = _("newsletter page")
        verbose_name_plural = _("newsletter pages")

    def issues(self) -> "IssuePageQuerySet":
        """What the archive and the feed list, newest first."""
        return IssuePage.objects.child_of(self).listed().newest_first()

    @property
    def feed_url(self) -> str:
        address = reverse("issue_feed", args=[self.newsletter.slug])
        language = self.locale.language_code
        return address if language == settings.LANGUAGE_CODE else f"{address}?language={language}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        issues = Paginator(self.issues(), ISSUES_PER_PAGE)
        return context | {"issues": issues.get_page(request.GET.get("page"))}


class IssuePageQuerySet(PageQuerySet):
    def public(self) -> Self:
        """Live issues whose first campaign, in any language, has started."""
        return self.live().filter(
            translation_key__in=self.model.objects.filter(
                campaigns__began_at__isnull=False
            ).values("translation_key")
        )

    def listed(self) -> Self:
        """Public issues that no password or group restricts."""
        return PageQuerySet.public(self.public())

    def newest_first(self) -> Self:
        return self.order_by("-issued_on", "-first_published_at", "-pk")


IssuePageManager = PageManager.from_queryset(IssuePageQuerySet)


class IssuePage(Page):
    """One edition: web page, e-mail, plain text and feed come from the same body."""

    subject = models.CharField(
        _("subject of the mail"),
        max_length=150,
        blank=True,
        help_text=_("What people see in their mailbox. Up to about 60 characters are shown."),
    )
    preheader = models.CharField(
        _("preview text"),
        max_length=150,
        blank=True,
        help_text=_("The line mailboxes show after the subject."),
    )
    issued_on = models.DateField(_("date of the issue"), null=True, blank=True)
    body = StreamField(IssueBody(), verbose_name=_("content"), blank=True)

    template = "campaigns/issue_page.html"
    parent_page_types = ["campaigns.NewsletterPage"]
    subpage_types: list[str] = []
    objects = IssuePageManager()

    search_fields = [*Page.search_fields, index.SearchField("subject"), index.SearchField("body")]
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("subject", widget=CountedInput(SHOWN_OF_SUBJECT)),
                FieldPanel("preheader", widget=CountedInput(SHOWN_OF_PREHEADER)),
                FieldPanel("issued_on"),
            ],
            heading=_("In the mailbox"),
            icon="mail",
        ),
        FieldPanel("body"),
        HelpPanel(heading=_("Ready to be sent?"), template=REVIEW_TEMPLATE, icon="check"),
    ]
    override_translatable_fields = [SynchronizedField("slug")]

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")

    @property
    def newsletter(self) -> Newsletter:
        return self.get_parent().specific.newsletter

    def is_public(self) -> bool:
        return IssuePage.objects.filter(pk=self.pk).public().exists()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_public():
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return super().get_sitemap_urls(request) if self.is_public() else []

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        shown = [(mode, label) for mode, (label, _respond) in _previews.items()]
        return [*shown, ("", _("Web page"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name not in _previews:
            return super().serve_preview(request, mode_name)
        return _previews[mode_name][1](self, request)

    @property
    def language(self) -> str:
        return self.locale.language_code if self.locale_id else settings.LANGUAGE_CODE
