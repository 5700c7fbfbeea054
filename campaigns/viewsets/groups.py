"""The menus "Letters" (issues, campaigns, segments, subscribers) and "Privacy"."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from campaigns.viewsets.campaigns import CampaignViewSet
from campaigns.viewsets.exclusions import SuppressionViewSet
from campaigns.viewsets.imports import ImportViewSet
from campaigns.viewsets.issues import IssueListingViewSet
from campaigns.viewsets.pace import PaceViewSet
from campaigns.viewsets.segments import SegmentViewSet
from campaigns.viewsets.subscribers import (
    NewsletterViewSet,
    SubscriberViewSet,
)
from campaigns.viewsets.topics import TopicViewSet
from crm.viewsets.data_requests import DataRequestViewSet
from crm.viewsets.groups import Link


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
