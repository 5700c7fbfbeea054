"""The list of issues: pages of the site, for those who may write pages."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page

from campaigns.models import IssuePage, Newsletter, NewsletterPage
from crm.models import User


@dataclass(frozen=True)
class Step:
    """`url` is empty for whoever may not take it."""

    sentence: str
    label: str
    url: str


def step_before_writing(user: User | AnonymousUser) -> Step | None:
    """What an issue needs before it: a newsletter, the site's home page, the newsletter's page."""
    if NewsletterPage.objects.exists():
        return None
    if not Newsletter.objects.exists():
        may_add = user.has_perm("campaigns.add_newsletter")
        return Step(
            gettext("The newsletter comes first, then its page, then its issues."),
            gettext("Create the newsletter"),
            reverse("newsletter:add") if may_add else "",
        )
    (home_model,) = NewsletterPage.allowed_parent_page_models()
    home = home_model.objects.order_by("-live", "path").first()
    if home is None:
        return Step(
            gettext(
                "The newsletter's page comes first, under the site's home page, which is missing."
            ),
            gettext("Create the home page"),
            _address(user, Page.get_first_root_node(), home_model),
        )
    return Step(
        gettext("The newsletter's page comes first: its issues stand under it."),
        gettext("Create the newsletter's page"),
        _address(user, home, NewsletterPage),
    )


def _address(user: User | AnonymousUser, parent: Page, model: type[Page]) -> str:
    if not parent.permissions_for_user(user).can_add_subpage():
        return ""
    kind = (model._meta.app_label, model._meta.model_name)
    return reverse("wagtailadmin_pages:add", args=[*kind, parent.pk])


class IssueIndexView(IndexView):
    """As long as an issue has no place on the site, its button leads to what makes one."""

    results_template_name = "campaigns/admin/issues_results.html"

    @cached_property
    def step(self) -> Step | None:
        return step_before_writing(self.request.user)

    @cached_property
    def first_words(self) -> str:
        words = gettext(
            "No issue yet. An issue is a page of the site made of blocks, under the page of its "
            "newsletter: you see it as a mail while you write, and send it to yourself first."
        )
        return f"{words} {self.step.sentence}" if self.step else words

    @cached_property
    def add_item_label(self) -> str:
        return self.step.label if self.step else gettext("Write an issue")

    def get_add_url(self) -> str | None:
        return self.step.url if self.step else super().get_add_url()


class ChooseNewsletterView(ChooseParentView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With nothing to choose from, the list says what comes first."""
        if step_before_writing(request.user):
            return redirect("issues:index")
        return super().get(request, *args, **kwargs)


class IssuesItem(MenuItem):
    """Wagtail's list of pages turns away whoever may write none."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)


class IssueListingViewSet(PageListingViewSet):
    model = IssuePage
    name = "issues"
    icon = "doc-full"
    menu_label = _("Issues")
    menu_item_class = IssuesItem
    index_view_class = IssueIndexView
    choose_parent_view_class = ChooseNewsletterView
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        DateColumn(
            "latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"
        ),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]
