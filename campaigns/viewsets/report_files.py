"""Each table of a report as a CSV file, safe to open in a spreadsheet."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from campaigns.models import Campaign
from campaigns.tracking.tables import OF_A_CAMPAIGN, Table
from campaigns.viewsets.campaign_progress import may_see
from crm.exports import neutralised

BOM = "\ufeff"


@may_see
def campaign_table(request: HttpRequest, pk: int, table: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    if table not in OF_A_CAMPAIGN:
        raise Http404
    return as_file(OF_A_CAMPAIGN[table](campaign), f"{campaign.slug}-{table}")


def as_file(table: Table, name: str) -> HttpResponse:
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(table.header)
    for row in table.rows:
        writer.writerow([neutralised(cell) for cell in row])
    return response
