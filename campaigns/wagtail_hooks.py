"""The place of campaigns in the admin: menu, button on issues, panel on the home page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from campaigns.models import IssuePage, Settlement
from campaigns.panels import CampaignsPanel
from campaigns.preparing import source_of
from campaigns.sending.settling import ACTIONS, SEND_REFUSED_AGAIN
from campaigns.viewsets import (
    consent_register,
    domain_check,
    exports,
    issue_trial,
    letter_figures,
    preview_reader,
    retention,
    sending_hold,
)
from campaigns.viewsets.campaign_doubts import DecisionFormatter
from campaigns.viewsets.campaign_failures import SentAgainFormatter
from campaigns.viewsets.groups import LettersGroup, PersonalDataGroup
from campaigns.viewsets.ledger import ledger_urls
from crm.models import User

register_snippet(LettersGroup)
hooks.register("register_admin_viewset", PersonalDataGroup)
hooks.register("register_admin_urls", issue_trial.urls)
hooks.register("register_admin_urls", preview_reader.urls)
hooks.register("register_admin_urls", domain_check.urls)
hooks.register("register_admin_urls", exports.urls)
hooks.register("register_admin_urls", ledger_urls)
hooks.register("register_admin_urls", letter_figures.urls)
hooks.register("register_admin_urls", sending_hold.urls)
hooks.register("register_admin_urls", consent_register.urls)
hooks.register("register_admin_urls", retention.urls)
hooks.register("register_page_header_buttons", issue_trial.add_button)


@hooks.register("register_page_header_buttons")
def add_prepare_button(
    page: Page, user: User, next_url: str | None = None, **kwargs: Any
) -> Iterator[Button]:
    if isinstance(page.specific, IssuePage) and user.has_perm("campaigns.add_campaign"):
        yield Button(
            _("Prepare the sending"),
            url=f"{reverse('campaign:add')}?issue={source_of(page.specific).pk}",
            icon_name="mail",
            priority=5,
        )


@hooks.register("register_log_actions")
def name_decisions(actions: LogActionRegistry) -> None:
    for choice, label in Settlement.Choice.choices:
        formatter = type("Decision", (DecisionFormatter,), {"label": label})
        actions.register_action(ACTIONS[choice])(formatter)
    actions.register_action(SEND_REFUSED_AGAIN)(SentAgainFormatter)


@hooks.register("construct_homepage_panels")
def add_campaigns(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(CampaignsPanel())


@hooks.register("insert_global_admin_css")
def add_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("campaigns/admin.css"))


@hooks.register("insert_global_admin_js")
def add_count() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("campaigns/count.js"))
