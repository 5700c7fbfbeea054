"""The back office's report of what was taken from the kit."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from media_kit.reports import DownloadReportView


@hooks.register("register_admin_urls")
def register_download_report_urls() -> list:
    return [
        path("reports/media-kit-downloads/", DownloadReportView.as_view(), name="download_report"),
        path(
            "reports/media-kit-downloads/results/",
            DownloadReportView.as_view(results_only=True),
            name="download_report_results",
        ),
    ]


class DownloadReportMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return request.user.has_perm("media_kit.view_download")


@hooks.register("register_reports_menu_item")
def register_download_report_menu_item() -> MenuItem:
    return DownloadReportMenuItem(
        _("Media kit downloads"), reverse("download_report"), icon_name="download", order=800
    )
