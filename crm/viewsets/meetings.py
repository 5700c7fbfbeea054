"""Admin screens of meetings, of what was promised there, and of training."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.views import generic

from crm.forms.tokens import TokenInput
from crm.models import FollowUp, FollowUpGroup, Meeting, Organisation, TrainingSession
from crm.signals import meeting_held
from crm.viewsets.base import NetworkViewSet
from crm.viewsets.inspection import MeetingView
from crm.viewsets.listings import FollowUpIndexView, MeetingIndexView


class MeetingCreateView(generic.CreateView):
    def save_instance(self) -> Meeting:
        self.form.instance.logged_by = self.request.user
        meeting = super().save_instance()
        meeting_held.send(Meeting, meeting=meeting)
        return meeting


class MeetingViewSet(NetworkViewSet):
    model = Meeting
    first_words = _(
        "No meeting yet. Say with whom, when, what was said and what is to follow: the meeting "
        "then stands on the page of each organisation and in the year's figures."
    )
    name = "meetings"
    icon = "group"
    index_view_class = MeetingIndexView
    add_view_class = MeetingCreateView
    inspect_view_class = MeetingView
    opens_inspection = True
    related = ("cooperation",)
    list_display = MeetingIndexView.list_display
    list_filter = ["kind", "held_on", "cooperation", "organisations"]
    list_export = [
        "held_on",
        "get_kind_display",
        "title",
        "place",
        "cooperation",
        "organisation_names",
        "people_names",
        "attendance",
        "notes",
    ]
    export_headings = {"organisation_names": _("Organisations"), "people_names": _("People")}
    search_fields = ["title", "place", "notes", "organisations__name", "people__last_name"]
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("held_on"), FieldPanel("starts_at")]),
        FieldPanel("title"),
        FieldPanel("place"),
        MultiFieldPanel(
            [
                FieldPanel("organisations", widget=TokenInput(Organisation)),
                InlinePanel(
                    "participations",
                    label=_("Participant"),
                    panels=[FieldPanel("person"), FieldPanel("excused")],
                ),
                FieldPanel("attendance"),
            ],
            heading=_("Who came"),
        ),
        FieldRowPanel([FieldPanel("cooperation"), FieldPanel("group")]),
        FieldPanel("notes"),
        InlinePanel("agenda_items", heading=_("Agenda"), label=_("Agenda item")),
        InlinePanel("decisions", heading=_("Decisions"), label=_("Decision")),
        InlinePanel(
            "follow_ups",
            heading=_("Follow-ups"),
            label=_("Follow-up"),
            panels=[
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("due_on"), FieldPanel("assigned_to")]),
            ],
        ),
    ]


class FollowUpFilterSet(WagtailFilterSet):
    state = ChoiceFilter(
        label=_("State"),
        method="filter_state",
        choices=[("open", _("To do")), ("overdue", _("Overdue")), ("done", _("Done"))],
    )

    class Meta:
        model = FollowUp
        fields = ["assigned_to", "due_on"]

    def filter_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "overdue":
            return queryset.filter(done_at=None, due_on__lt=timezone.localdate())
        return queryset.filter(done_at__isnull=value == "open")


class FollowUpViewSet(NetworkViewSet):
    model = FollowUp
    first_words = _(
        "Nothing is to be done. What follows from a meeting stands here, with who does it and "
        "by when."
    )
    name = "follow_ups"
    icon = "tasks"
    index_view_class = FollowUpIndexView
    filterset_class = FollowUpFilterSet
    related = ("organisation", "person", "assigned_to", "meeting")
    list_display = FollowUpIndexView.list_display
    list_export = ["title", "due_on", "done_at", "organisation", "person", "assigned_to", "notes"]
    search_fields = ["title", "notes", "organisation__name", "person__last_name"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("due_on"), FieldPanel("assigned_to")]),
        FieldPanel("organisation"),
        FieldPanel("person"),
        FieldPanel("notes"),
    ]


class FollowUpGroupViewSet(NetworkViewSet):
    model = FollowUpGroup
    first_words = _(
        "No follow-up group yet. It has a name and the dates of its beginning and end; the year "
        "counts groups, not their meetings."
    )
    name = "follow_up_groups"
    icon = "clipboard-list"
    list_display = ["name", "started_on", "ended_on"]
    list_export = ["name", "started_on", "ended_on"]
    search_fields = ["name"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
    ]


class TrainingSessionViewSet(NetworkViewSet):
    model = TrainingSession
    first_words = _(
        "No training session yet. With its date, its cooperation and the number of people "
        "trained, it counts in the year's figures."
    )
    name = "training_sessions"
    icon = "edit"
    related = ("cooperation",)
    list_display = ["__str__", "kind", "held_on", "cooperation", "trainees_count"]
    list_filter = ["kind", "held_on", "cooperation"]
    list_export = ["held_on", "get_kind_display", "title", "cooperation", "place"] + [
        "trainees_count"
    ]
    search_fields = ["title", "place", "cooperation__name"]
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("held_on")]),
        FieldPanel("title"),
        FieldPanel("cooperation"),
        FieldPanel("place"),
        FieldPanel("trainees_count"),
    ]
