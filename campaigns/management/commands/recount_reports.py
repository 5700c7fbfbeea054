"""Makes the counters of reports again from the events, when they are doubted."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.tracking.audiences import count_audiences
from campaigns.tracking.tallies import recount
from crm.management.database_command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Counts the opens, clicks and departures of campaigns again from their events."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", help="none: all campaigns that started")

    def handle(self, *args: Any, slugs: list[str], **options: Any) -> None:
        campaigns = Campaign.objects.filter(frozen_at__isnull=False)
        if slugs:
            campaigns = Campaign.objects.filter(slug__in=slugs)
        numbers = list(campaigns.order_by("pk").values_list("pk", flat=True))
        for number in numbers:
            recount(number)
        count_audiences()
        self.stdout.write(_("Campaigns counted again: %(count)s") % {"count": len(numbers)})
