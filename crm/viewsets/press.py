"""Admin screens of the press and of the figures that come from outside."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from crm.models import Interview, KeyFigure, OpEd, PressCount, PressMention, PublicTalk
from crm.viewsets.base import NetworkViewSet


class InterviewViewSet(NetworkViewSet):
    model = Interview
    first_words = _(
        "No interview yet. Note the outlet, the subject and who gave it: interviews count in "
        "the year's figures once they were given."
    )
    name = "interviews"
    icon = "openquote"
    related = ("interviewer", "organisation")
    list_display = ["outlet", "subject", "given_on", "interviewer", "published_on"]
    list_filter = ["given_on", "organisation"]
    list_export = [
        *("given_on", "outlet", "subject", "interviewer", "interviewee", "organisation"),
        *("published_on", "url", "notes"),
    ]
    search_fields = ["outlet", "subject", "interviewee", "notes"]
    panels = [
        FieldRowPanel([FieldPanel("given_on"), FieldPanel("outlet")]),
        FieldPanel("subject"),
        FieldPanel("interviewer"),
        FieldPanel("interviewee"),
        FieldPanel("organisation"),
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("url")]),
        FieldPanel("notes"),
    ]


class OpEdViewSet(NetworkViewSet):
    model = OpEd
    first_words = _(
        "No op-ed yet. Note its title, where and when it was published, and who signed it."
    )
    name = "op_eds"
    icon = "edit"
    list_display = ["title", "outlet", "published_on"]
    list_filter = ["published_on"]
    list_export = ["published_on", "title", "outlet", "signatories", "url"]
    search_fields = ["title", "outlet", "signatories"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("outlet")]),
        FieldPanel("signatories"),
        FieldPanel("url"),
    ]


class PressMentionViewSet(NetworkViewSet):
    model = PressMention
    first_words = _(
        "No press mention yet. Each article or broadcast that speaks of the network has its "
        "line, with its date and address."
    )
    name = "press_mentions"
    icon = "doc-full"
    list_display = ["outlet", "title", "published_on", "about_teams"]
    list_filter = ["published_on", "about_teams"]
    list_export = ["published_on", "outlet", "title", "about_teams", "url"]
    search_fields = ["outlet", "title"]
    panels = [
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("outlet")]),
        FieldPanel("title"),
        FieldPanel("about_teams"),
        FieldPanel("url"),
    ]


class PressCountViewSet(NetworkViewSet):
    model = PressCount
    first_words = _(
        "No count yet. Where a press review gives only a number for a period, it is noted here "
        "with its source."
    )
    name = "press_counts"
    icon = "order"
    list_display = ["source", "started_on", "ended_on", "mentions", "mentions_about_teams"]
    list_filter = ["ended_on"]
    list_export = ["source", "started_on", "ended_on", "mentions", "mentions_about_teams"]
    search_fields = ["source"]
    panels = [
        FieldPanel("source"),
        FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
        FieldRowPanel([FieldPanel("mentions"), FieldPanel("mentions_about_teams")]),
    ]


class PublicTalkViewSet(NetworkViewSet):
    model = PublicTalk
    first_words = _("No public talk yet. Note the event, the date and who spoke.")
    name = "public_talks"
    icon = "comment"
    list_display = ["event", "title", "given_on", "speaker", "place"]
    list_filter = ["given_on"]
    list_export = ["given_on", "event", "title", "speaker", "place"]
    search_fields = ["event", "title", "speaker", "place"]
    panels = [
        FieldRowPanel([FieldPanel("given_on"), FieldPanel("event")]),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("speaker"), FieldPanel("place")]),
    ]


class KeyFigureViewSet(NetworkViewSet):
    model = KeyFigure
    first_words = _(
        "No figure from outside yet. It has a source, and readings with their dates; what the "
        "network counts itself needs no entry here."
    )
    name = "key_figures"
    icon = "decimal"
    list_display = ["label", "unit", "source"]
    list_export = ["slug", "label", "unit", "source"]
    search_fields = ["label", "slug", "source"]
    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("unit")]),
        FieldPanel("source"),
        InlinePanel(
            "readings",
            heading=_("Readings, each with its date"),
            label=_("Reading"),
            panels=[FieldRowPanel([FieldPanel("read_on"), FieldPanel("value")])],
        ),
    ]
