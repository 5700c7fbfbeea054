"""The list of issues: pages of the site, for those who may write pages."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from campaigns.models import IssuePage


class IssueIndexView(IndexView):
    results_template_name = "campaigns/admin/issues_results.html"
    first_words = _(
        "No issue yet. An issue is a page of the site made of blocks, under the page of its "
        "newsletter: you see it as a mail while you write, and send it to yourself first."
    )
    add_item_label = _("Write an issue")


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
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        DateColumn(
            "latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"
        ),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]
