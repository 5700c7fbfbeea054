"""The back office's report: what was taken from the media kit, and how often."""

import django_filters
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from media_kit.models import Download


class DownloadFilterSet(WagtailFilterSet):
    downloaded_at = django_filters.DateFromToRangeFilter(
        label=_("Period"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Download
        fields = ["downloaded_at", "is_whole_kit"]


class DownloadReportView(ReportView):
    model = Download
    page_title = _("Media kit downloads")
    header_icon = "download"
    index_url_name = "download_report"
    index_results_url_name = "download_report_results"
    results_template_name = "media_kit/download_report_results.html"
    filterset_class = DownloadFilterSet
    default_ordering = "-count"
    any_permission_required = ["view", "change"]
    columns = [
        Column("title", label=_("File"), sort_key="title"),
        Column("count", label=_("Downloads"), sort_key="count"),
        DateColumn("last_at", label=_("Last one"), sort_key="last_at"),
    ]
    list_export = ["title", "count", "last_at"]
    export_headings = {"title": _("File"), "count": _("Downloads"), "last_at": _("Last one")}

    def get_base_queryset(self) -> QuerySet:
        return Download.objects.values("title", "is_whole_kit").annotate(
            count=Count("pk"), last_at=Max("downloaded_at")
        )
