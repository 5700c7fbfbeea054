"""Issues compared over the years, and how the list grew: one screen, and its two files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Newsletter
from campaigns.tracking.audiences import behind_since
from campaigns.tracking.charts import growth_chart, rates_chart
from campaigns.tracking.comparison import RULE_CHANGED_ON, compared, spans_rule
from campaigns.tracking.growth import eventful, growth
from campaigns.tracking.tables import OF_ALL
from campaigns.viewsets.campaign_progress import may_see
from campaigns.viewsets.report_files import as_file


@may_see
def letter_figures(request: HttpRequest) -> HttpResponse:
    newsletter = _asked(request)
    issues, months = compared(newsletter), growth(newsletter)
    context = {
        "page_title": _("Figures of the letters"),
        "header_icon": "view",
        "newsletters": Newsletter.objects.order_by("name"),
        "newsletter": newsletter,
        "issues": list(reversed(issues)),
        "behind_since": behind_since(Campaign.objects.filter(pk__in=[one.pk for one in issues])),
        "rates": rates_chart(issues),
        "spans_rule": spans_rule(issues),
        "rule_changed_on": RULE_CHANGED_ON,
        "months": list(reversed(eventful(months))),
        "has_quiet_months": len(eventful(months)) < len(months),
        "growth": growth_chart(months),
    }
    return render(request, "campaigns/admin/letter_figures.html", context)


@may_see
def figures_file(request: HttpRequest, table: str) -> HttpResponse:
    if table not in OF_ALL:
        raise Http404
    return as_file(OF_ALL[table](_asked(request)), table)


def urls() -> list[Any]:
    return [
        path("letters/figures/", letter_figures, name="letter_figures"),
        path("letters/figures/<slug:table>.csv", figures_file, name="letter_figures_file"),
    ]


def _asked(request: HttpRequest) -> Newsletter | None:
    """All newsletters for an address that names none we have."""
    return Newsletter.objects.filter(slug=request.GET.get("newsletter", "")).first()
