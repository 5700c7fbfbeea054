"""Admin screens of the press and of the figures that come from outside."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from crm.models import Interview, KeyFigure, OpEd, PressCount, PressMention, PublicTalk
from crm.viewsets.base import NetworkViewSet


class InterviewViewSet(NetworkViewSet):
    model = Interview
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
