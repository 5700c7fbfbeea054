"""Admin screens of organisations, people, cooperations, teams and what frames them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)

from crm.forms.organisation import OrganisationForm
from crm.forms.tokens import TokenInput
from crm.models import (
    CharterSignature,
    CitizenTeam,
    Cooperation,
    Organisation,
    PartnerFamily,
    Person,
    Territory,
)
from crm.viewsets.base import NetworkViewSet
from crm.viewsets.editing import CooperationEditView, SignatureCreateView
from crm.viewsets.inspection import OrganisationView, PersonView
from crm.viewsets.listings import CooperationIndexView


class OrganisationViewSet(NetworkViewSet):
    model = Organisation
    first_words = _(
        "No organisation yet. Associations, institutions and companies each have a page here: "
        "the people one knows there, the meetings, what was signed and what is to be done."
    )
    name = "organisations"
    icon = "site"
    inspect_view_class = OrganisationView
    opens_inspection = True
    related = ("family", "territory")
    list_display = ["name", "kind", "family", "territory", "city"]
    list_filter = ["kind", "family", "territory"]
    list_export = [
        "name",
        "short_name",
        "get_kind_display",
        "family",
        "territory",
        "email",
        "phone",
        "website",
        "street",
        "postcode",
        "city",
        "notes",
    ]
    search_fields = ["name", "short_name", "city"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("short_name"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("family")]),
                    FieldPanel("territory"),
                    FieldPanel("logo"),
                ],
                heading=_("Identity"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                    FieldPanel("website"),
                    FieldPanel("street"),
                    FieldRowPanel([FieldPanel("postcode"), FieldPanel("city")]),
                ],
                heading=_("How to reach it"),
            ),
            InlinePanel(
                "links",
                heading=_("Links with other organisations"),
                label=_("Link"),
                panels=[FieldRowPanel([FieldPanel("kind"), FieldPanel("target")])],
            ),
            FieldPanel("notes"),
        ],
        base_form_class=OrganisationForm,
    )


class PersonViewSet(NetworkViewSet):
    """Without export: a list of addresses leaves by that of subscribers, with who and why."""

    model = Person
    first_words = _(
        "Nobody yet. These are the people one meets at the organisations, with their positions; "
        "readers of the letters stand among the subscribers."
    )
    name = "people"
    icon = "user"
    inspect_view_class = PersonView
    opens_inspection = True
    ordering = ["last_name__plain", "first_name__plain"]
    list_display = ["last_name", "first_name", "email", "phone"]
    search_fields = ["last_name", "first_name", "email", "positions__organisation__name"]
    panels = [
        FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
        InlinePanel(
            "positions",
            heading=_("Positions"),
            label=_("Position"),
            panels=[
                FieldPanel("organisation"),
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
            ],
        ),
        FieldPanel("notes"),
    ]


class CooperationViewSet(NetworkViewSet):
    model = Cooperation
    first_words = _(
        "No cooperation yet. Each has a territory, its facilitators, and its stages with their "
        "dates: the figures of a year follow from them."
    )
    name = "cooperations"
    icon = "globe"
    index_view_class = CooperationIndexView
    edit_view_class = CooperationEditView
    related = ("territory",)
    list_display = CooperationIndexView.list_display
    list_filter = ["territory", "launched_on"]
    list_export = ["name", "territory", "launched_on", "stage_name", "email"]
    export_headings = {"stage_name": _("Stage")}
    search_fields = ["name", "territory__name"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("territory"), FieldPanel("launched_on")]),
        InlinePanel(
            "stages",
            heading=_("Stages, each with its date"),
            label=_("Stage"),
            panels=[
                FieldRowPanel([FieldPanel("stage"), FieldPanel("started_on")]),
                FieldPanel("notes"),
            ],
        ),
        InlinePanel(
            "facilitators",
            heading=_("Facilitators"),
            label=_("Facilitator"),
            panels=[
                FieldPanel("person"),
                FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
            ],
        ),
        FieldPanel("organisations", widget=TokenInput(Organisation)),
        FieldPanel("email"),
        FieldPanel("presentation"),
    ]


class CitizenTeamViewSet(NetworkViewSet):
    model = CitizenTeam
    first_words = _(
        "No team yet. Each stands with its territory, who carries it and since when; the count "
        "of teams follows from this list."
    )
    name = "teams"
    icon = "group"
    related = ("territory", "carrier")
    list_display = ["name", "territory", "city", "carrier_kind", "carrier", "created_on"]
    list_filter = ["carrier_kind", "territory", "created_on"]
    list_export = [
        "name",
        "territory",
        "city",
        "get_carrier_kind_display",
        "carrier",
        "created_on",
        "closed_on",
        "email",
    ]
    search_fields = ["name", "city", "carrier__name"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("territory"), FieldPanel("city")]),
        FieldRowPanel([FieldPanel("carrier_kind"), FieldPanel("carrier")]),
        FieldRowPanel([FieldPanel("created_on"), FieldPanel("closed_on")]),
        FieldPanel("email"),
    ]


class CharterSignatureViewSet(NetworkViewSet):
    model = CharterSignature
    first_words = _(
        "Nobody has signed the charter yet. A signature has a date and, should it come to that, "
        "the date of its withdrawal."
    )
    name = "charter_signatures"
    add_view_class = SignatureCreateView
    icon = "form"
    related = ("organisation",)
    list_display = ["organisation", "signed_on", "withdrawn_on"]
    list_filter = ["signed_on", "organisation__kind"]
    list_export = [
        "organisation",
        "organisation.get_kind_display",
        "signed_on",
        "withdrawn_on",
        "notes",
    ]
    export_headings = {"organisation.get_kind_display": _("Kind")}
    search_fields = ["organisation__name", "organisation__short_name", "notes"]
    panels = [
        FieldPanel("organisation"),
        FieldRowPanel([FieldPanel("signed_on"), FieldPanel("withdrawn_on")]),
        FieldPanel("notes"),
    ]


class PartnerFamilyViewSet(NetworkViewSet):
    model = PartnerFamily
    first_words = _(
        "No family of partners yet. Families group organisations as you speak of them: public "
        "institutions, associations, companies."
    )
    name = "partner_families"
    icon = "folder-open-inverse"
    list_display = ["name", "position"]
    list_export = ["name", "position"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("position")]


class TerritoryViewSet(NetworkViewSet):
    model = Territory
    first_words = _("No territory yet. Cooperations, teams and subscribers belong to one.")
    name = "territories"
    icon = "crosshairs"
    list_display = ["name", "code", "region"]
    list_filter = ["region"]
    list_export = ["code", "name", "region"]
    search_fields = ["name", "code", "region"]
    panels = [FieldRowPanel([FieldPanel("code"), FieldPanel("name")]), FieldPanel("region")]
