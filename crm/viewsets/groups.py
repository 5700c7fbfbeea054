"""The menu of the network: what is used every day on top, the rest one step further."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from crm.viewsets.meetings import (
    FollowUpGroupViewSet,
    FollowUpViewSet,
    MeetingViewSet,
    TrainingSessionViewSet,
)
from crm.viewsets.network import (
    CharterSignatureViewSet,
    CitizenTeamViewSet,
    CooperationViewSet,
    OrganisationViewSet,
    PartnerFamilyViewSet,
    PersonViewSet,
    TerritoryViewSet,
)
from crm.viewsets.press import (
    InterviewViewSet,
    KeyFigureViewSet,
    OpEdViewSet,
    PressCountViewSet,
    PressMentionViewSet,
    PublicTalkViewSet,
)


class PermittedItem(MenuItem):
    permission = ""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


class Link(ViewSet):
    """A menu item that leads to a view of its own."""

    def __init__(self, **kwargs: Any) -> None:
        permission = kwargs.pop("permission")
        super().__init__(**kwargs)
        self.menu_item_class = type("Item", (PermittedItem,), {"permission": permission})


class PressGroup(ViewSetGroup):
    menu_label = _("Press")
    menu_name = "network-press"
    menu_icon = "openquote"
    add_to_admin_menu = False
    items = (
        InterviewViewSet,
        OpEdViewSet,
        PressMentionViewSet,
        PressCountViewSet,
        PublicTalkViewSet,
    )


class FrameGroup(ViewSetGroup):
    menu_label = _("And also")
    menu_name = "network-also"
    menu_icon = "folder-open-inverse"
    add_to_admin_menu = False
    items = (
        CharterSignatureViewSet,
        TrainingSessionViewSet,
        KeyFigureViewSet,
        FollowUpGroupViewSet,
        PartnerFamilyViewSet,
        TerritoryViewSet,
    )


class NetworkGroup(ViewSetGroup):
    menu_label = _("Network")
    menu_name = "network"
    menu_icon = "group"
    menu_order = 250
    items = (
        Link(
            name="log_meeting_link",
            menu_label=_("Log a meeting"),
            menu_name="log-meeting",
            menu_url=reverse_lazy("log_meeting"),
            icon="plus",
            permission="crm.add_meeting",
        ),
        OrganisationViewSet,
        PersonViewSet,
        MeetingViewSet,
        FollowUpViewSet,
        CooperationViewSet,
        CitizenTeamViewSet,
        PressGroup,
        FrameGroup,
        Link(
            name="yearly_figures_link",
            menu_label=_("Figures of the year"),
            menu_name="yearly-figures",
            menu_url=reverse_lazy("yearly_figures"),
            icon="decimal",
            permission="crm.view_meeting",
        ),
    )
