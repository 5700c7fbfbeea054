"""Lists that show more than the columns of their model."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from crm import follow_ups
from crm.models import CooperationStage, Meeting
from crm.stages import with_stage_at
from crm.viewsets.base import NetworkIndexView

STAGES = dict(CooperationStage.Stage.choices)


def stage_name(cooperation: Any) -> Any:
    return STAGES.get(cooperation.stage_at, "")


class CooperationIndexView(NetworkIndexView):
    list_display = [
        "name",
        "territory",
        Column("stage_at", label=_("Stage"), accessor=stage_name),
        Column("stage_since", label=_("since")),
        "launched_on",
    ]

    def get_base_queryset(self) -> QuerySet:
        return with_stage_at(super().get_base_queryset(), timezone.localdate())

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        item.stage_name = str(stage_name(item))
        return super().to_row_dict(item)


def names_of_organisations(meeting: Meeting) -> str:
    return ", ".join(str(organisation) for organisation in meeting.organisations.all())


class MeetingIndexView(NetworkIndexView):
    list_display = [
        "__str__",
        "kind",
        "held_on",
        Column("organisations", label=_("Organisations"), accessor=names_of_organisations),
        "cooperation",
    ]

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().prefetch_related("organisations", "people")

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        item.organisation_names = names_of_organisations(item)
        item.people_names = ", ".join(str(person) for person in item.people.all())
        return super().to_row_dict(item)


class StateColumn(Column):
    cell_template_name = "crm/follow_up_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return super().get_cell_context_data(instance, parent_context) | {
            "today": timezone.localdate(),
            "can_change": request.user.has_perm("crm.change_followup"),
            "back": f"{reverse('follow_ups:index')}?{request.GET.urlencode()}",
        }


class FollowUpIndexView(NetworkIndexView):
    template_name = "crm/follow_ups.html"
    list_display = [
        "title",
        StateColumn("done_at", label=_("State")),
        "due_on",
        "organisation",
        "person",
        "assigned_to",
    ]

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        return follow_ups.open_first(queryset)
