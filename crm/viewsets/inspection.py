"""The pages of an organisation, a person and a meeting: what they are, and all that happened."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from crm.follow_ups import open_first, still_open
from crm.network_history import follow_ups_of
from crm.timeline import timeline


class NetworkInspectView(generic.InspectView):
    """Shows its own template; `can_change` and `can_log` tell which buttons to show.

    Without one, what stands in each field, in words.
    """

    def get_fields(self) -> list[str]:
        return [name for name in super().get_fields() if name != self.model._meta.pk.name]

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return "–" if value in (None, "", "-") else value

    def get_page_title(self) -> str:
        return str(self.object)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = reverse(self.index_url_name)
        plural = self.model._meta.verbose_name_plural
        label = plural[:1].upper() + plural[1:]
        here = {"url": "", "label": str(self.object)}
        return [*self.breadcrumbs_items, {"url": url, "label": label}, here]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = []
        if url := self.get_edit_url():
            buttons.append(HeaderButton(_("Edit"), url=url, icon_name="edit"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            today=timezone.localdate(),
            can_change=user.has_perm("crm.change_followup"),
            can_log=user.has_perm("crm.add_meeting"),
            **kwargs,
        )


class SubjectView(NetworkInspectView):
    """An organisation or a person: open follow-ups, then the timeline."""

    token_name = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.request.GET.get("p", "1")
        number = int(page) if page.isdecimal() and len(page) < 5 else 1
        promised = still_open(follow_ups_of(self.object))
        return super().get_context_data(
            timeline=timeline(self.object, page=number),
            open_follow_ups=promised.select_related("assigned_to", "meeting"),
            log_url=f"{reverse('log_meeting')}?{self.token_name}={self.object.pk}",
            **kwargs,
        )


class OrganisationView(SubjectView):
    template_name = "crm/organisation.html"
    token_name = "organisations"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation = self.object
        positions = organisation.positions.select_related("person")
        return super().get_context_data(
            signatures=organisation.charter_signatures.all(),
            positions=positions.order_by("ended_on", "-started_on"),
            links=organisation.links.select_related("target"),
            linked_from=organisation.linked_from.select_related("source"),
            teams_count=organisation.carried_teams.filter(closed_on=None).count(),
            cooperations=organisation.cooperations.select_related("territory"),
            **kwargs,
        )


class PersonView(SubjectView):
    template_name = "crm/person.html"
    token_name = "people"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            positions=self.object.positions.select_related("organisation"),
            facilitations=self.object.facilitations.select_related("cooperation"),
            **kwargs,
        )


class MeetingView(NetworkInspectView):
    template_name = "crm/meeting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.object
        return super().get_context_data(
            organisations=meeting.organisations.all(),
            participations=meeting.participations.select_related("person"),
            follow_ups=open_first(meeting.follow_ups.select_related("assigned_to", "meeting")),
            agenda_items=meeting.agenda_items.all(),
            decisions=meeting.decisions.all(),
            **kwargs,
        )
