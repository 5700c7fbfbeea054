"""Campaigns in the back office: the list, the form, and the address of each screen."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from campaigns import approval, preparing
from campaigns.forms.campaign import CampaignForm, IssueChooser
from campaigns.models import Campaign, IssuePage
from campaigns.tracking.statistics import accepted_count
from campaigns.viewsets import campaign_actions as actions
from campaigns.viewsets.campaign_doubts import doubts, settle
from campaigns.viewsets.campaign_failures import failures
from campaigns.viewsets.campaign_progress import follow
from campaigns.viewsets.campaign_screen import CampaignScreenView
from campaigns.viewsets.ledger import ledger
from campaigns.viewsets.link_map import clicked_links
from campaigns.viewsets.report_files import campaign_table
from crm.viewsets.base import PlainWords, TeachingList

State = Campaign.State


class CampaignIndexView(TeachingList, generic.IndexView):
    first_words = _(
        "No letter has been prepared yet. Once an issue is written, say to whom it goes; a "
        "colleague reads and approves it, and you send it at once or choose a moment."
    )
    add_item_label = _("Prepare a campaign")

    def get_base_queryset(self) -> QuerySet[Campaign]:
        rows: QuerySet[Campaign] = super().get_base_queryset()
        return rows.select_related("newsletter", "segment").annotate(accepted=accepted_count())

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        column = super()._get_title_column(field_name, *args, **kwargs)
        column._get_url_func = self.get_inspect_url
        return column

    def get_edit_url(self, instance: Campaign) -> str | None:
        return super().get_edit_url(instance) if instance.state in approval.NOT_STARTED else None

    def get_delete_url(self, instance: Campaign) -> str | None:
        return super().get_delete_url(instance) if instance.frozen_at is None else None


class CampaignCreateView(generic.CreateView):
    def get_initial_form_instance(self) -> Campaign:
        """The issue whose "Prepare the sending" button was pressed."""
        asked = self.request.GET.get("issue", "")
        issue = IssuePage.objects.filter(pk=asked).first() if asked.isdecimal() else None
        return Campaign(issue=preparing.source_of(issue) if issue else None)

    def get_success_url(self) -> str:
        return reverse("campaign:inspect", args=[self.object.pk])


class NotStartedOnly:
    """What was sent is kept as it was sent."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        campaign = get_object_or_404(Campaign, pk=kwargs["pk"])
        if campaign.state in approval.NOT_STARTED and campaign.frozen_at is None:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        messages.error(request, _("This campaign has started: it can no longer be changed."))
        return redirect("campaign:inspect", campaign.pk)


class CampaignEditView(NotStartedOnly, generic.EditView):
    def get_success_url(self) -> str:
        return reverse("campaign:inspect", args=[self.object.pk])


class CampaignDeleteView(NotStartedOnly, generic.DeleteView):
    pass


class CampaignViewSet(PlainWords, ModelViewSet):
    model = Campaign
    icon = "mail"
    name = "campaign"
    menu_label = _("Campaigns")
    url_prefix = "campaigns"
    template_prefix = "campaigns/admin/"
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = CampaignIndexView
    add_view_class = CampaignCreateView
    edit_view_class = CampaignEditView
    delete_view_class = CampaignDeleteView
    inspect_view_class = CampaignScreenView
    list_filter = ["state", "newsletter"]
    search_fields = ["name"]
    list_display = [
        "name",
        Column("newsletter", label=_("Newsletter"), classname="campaign-optional"),
        StatusTagColumn(
            "get_state_display",
            label=_("State"),
            primary=lambda campaign: campaign.state in (State.SENDING, State.SENT),
        ),
        NumberColumn("accepted", label=_("Accepted")),
        DateColumn(
            "began_at", label=_("Sent"), sort_key="began_at", classname="campaign-optional"
        ),
    ]
    edit_handler = ObjectList(
        [FieldPanel("issue", widget=IssueChooser), FieldPanel("segment"), FieldPanel("name")],
        base_form_class=CampaignForm,
    )

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/submit/", actions.submit, name="submit"),
            path("<int:pk>/approve/", actions.approve, name="approve"),
            path("<int:pk>/request-changes/", actions.request_changes, name="request_changes"),
            path("<int:pk>/send/", actions.send, name="send"),
            path("<int:pk>/schedule/", actions.schedule, name="schedule"),
            path("<int:pk>/unschedule/", actions.unschedule, name="unschedule"),
            path("<int:pk>/pace/", actions.pace, name="pace"),
            path("<int:pk>/pause/", actions.pause, name="pause"),
            path("<int:pk>/resume/", actions.resume, name="resume"),
            path("<int:pk>/cancel/", actions.cancel, name="cancel"),
            path("<int:pk>/progress/", follow, name="progress"),
            path("<int:pk>/ledger/", ledger, name="ledger"),
            path("<int:pk>/failures/", failures, name="failures"),
            path("<int:pk>/links/<slug:locale>/", clicked_links, name="links"),
            path("<int:pk>/figures/<slug:table>.csv", campaign_table, name="table"),
            path("<int:pk>/doubts/", doubts, name="doubts"),
            path("<int:pk>/doubts/<slug:choice>/", settle, name="settle"),
        ]
