"""The figures of one campaign, for people and for scripts."""

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.tracking.sentences import report_lines
from campaigns.tracking.statistics import report
from crm.management.database_command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Says what became of a campaign."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, slug: str, format: str, **options: Any) -> None:
        campaign = Campaign.objects.filter(slug=slug).first()
        if campaign is None:
            raise CommandError(_("There is no campaign called “%(slug)s”.") % {"slug": slug})
        counted = report(campaign)
        if format == "json":
            self.stdout.write(json.dumps(counted.as_json(), indent=2))
        else:
            self.stdout.write(f"{campaign.name}\n" + "\n".join(report_lines(counted)))
