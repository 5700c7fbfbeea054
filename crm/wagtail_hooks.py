"""The network's place in the admin: menu, addresses, choosers, a panel on the home page."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.log_actions import LogActionRegistry

from crm import admin_urls
from crm.panels import DataRequestsPanel, FollowUpsPanel
from crm.suppression import LIFTED
from crm.viewsets.choosers import OrganisationChooserViewSet, PersonChooserViewSet
from crm.viewsets.data_requests import ERASED, HANDED_OUT, TAKEN
from crm.viewsets.groups import NetworkGroup


@hooks.register("register_admin_viewset")
def register_choosers() -> list[ChooserViewSet]:
    """Before the screens, whose forms use them."""
    return [OrganisationChooserViewSet(), PersonChooserViewSet()]


@hooks.register("register_admin_viewset")
def register_network() -> ViewSetGroup:
    return NetworkGroup()


@hooks.register("register_admin_urls")
def register_addresses() -> list[Any]:
    return [path("network/", include(admin_urls))]


@hooks.register("register_log_actions")
def name_actions(actions: LogActionRegistry) -> None:
    actions.register_action(LIFTED, _("Lift an exclusion"), _("Exclusion lifted"))
    actions.register_action(HANDED_OUT, _("Hand out data"), _("Data handed out"))
    actions.register_action(ERASED, _("Erase a person"), _("Person erased"))
    actions.register_action(TAKEN, _("Take out the requests"), _("Register of requests taken out"))


@hooks.register("construct_homepage_panels")
def add_follow_ups(request: HttpRequest, panels: list[Component]) -> None:
    panels.extend([DataRequestsPanel(), FollowUpsPanel()])


@hooks.register("register_account_menu_item")
def offer_second_factor(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("mfa_index"),
        "label": _("Second factor"),
        "help_text": _("Confirm each sign-in with a code from your telephone."),
    }
