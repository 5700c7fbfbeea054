"""The menus "Letters" (issues, campaigns, segments, subscribers) and "Privacy"."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from campaigns.models import IssuePage
from campaigns.viewsets.campaigns import CampaignViewSet
from campaigns.viewsets.exclusions import SuppressionViewSet
from campaigns.viewsets.imports import ImportViewSet
from campaigns.viewsets.pace import PaceViewSet
from campaigns.viewsets.segments import SegmentViewSet
from campaigns.viewsets.subscribers import (
    NewsletterViewSet,
    SubscriberViewSet,
)
from campaigns.viewsets.topics import TopicViewSet
from crm.viewsets.data_requests import DataRequestViewSet
from crm.viewsets.groups import Link


class IssueIndexView(IndexView):
    results_template_name = "campaigns/admin/issues_results.html"
    first_words = _(
        "No issue yet. An issue is a page of the site made of blocks, under the page of its "
        "newsletter: you see it as a mail while you write, and send it to yourself first."
    )
    add_item_label = _("Write an issue")


class IssueListingViewSet(PageListingViewSet):
    model = IssuePage
    name = "issues"
    icon = "doc-full"
    menu_label = _("Issues")
    index_view_class = IssueIndexView
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        DateColumn(
            "latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"
        ),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]


class LettersGroup(SnippetViewSetGroup):
    menu_label = _("Letters")
    menu_icon = "mail"
    menu_order = 220
    items = (
        IssueListingViewSet,
        CampaignViewSet,
        SegmentViewSet,
        SubscriberViewSet,
        TopicViewSet,
        ImportViewSet,
        Link(
            name="export_subscribers_link",
            menu_label=_("Export"),
            menu_name="export-subscribers",
            menu_url=reverse_lazy("export_subscribers"),
            icon="download",
            permission="campaigns.add_subscriberexport",
        ),
        SuppressionViewSet,
        Link(
            name="letter_figures_link",
            menu_label=_("Figures of the letters"),
            menu_name="letter-figures",
            menu_url=reverse_lazy("letter_figures"),
            icon="view",
            permission="campaigns.view_campaign",
        ),
        Link(
            name="whole_ledger_link",
            menu_label=_("Did she get it?"),
            menu_name="whole-ledger",
            menu_url=reverse_lazy("whole_ledger"),
            icon="search",
            permission="campaigns.view_campaign",
        ),
        NewsletterViewSet,
        Link(
            name="check_domain_link",
            menu_label=_("Sender's domain"),
            menu_name="check-domain",
            menu_url=reverse_lazy("check_domain"),
            icon="globe",
            permission="campaigns.change_newsletter",
        ),
        PaceViewSet,
    )


class PersonalDataGroup(ViewSetGroup):
    """What a data protection officer opens."""

    menu_label = _("Privacy")
    menu_name = "personal-data"
    menu_icon = "lock"
    menu_order = 260
    items = (
        DataRequestViewSet,
        Link(
            name="consent_register_link",
            menu_label=_("Register of consents"),
            menu_name="consent-register",
            menu_url=reverse_lazy("consent_register"),
            icon="list-ul",
            permission="crm.view_consent",
        ),
        Link(
            name="retention_link",
            menu_label=_("The silent"),
            menu_name="retention",
            menu_url=reverse_lazy("retention"),
            icon="time",
            permission="campaigns.view_retentionrun",
        ),
        Link(
            name="processing_register_link",
            menu_label=_("Register of processing"),
            menu_name="processing-register",
            menu_url=reverse_lazy("processing_register"),
            icon="clipboard-list",
            permission="crm.view_dataprotection",
        ),
    )
