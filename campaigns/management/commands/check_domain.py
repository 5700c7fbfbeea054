"""Is a domain ready to send letters? Exit code 1 when something is wrong."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from campaigns.domain_check.checking import DomainRefused, Report, check_domain
from campaigns.domain_check.findings import Finding, Verdict


class Command(BaseCommand):
    help = "Looks at SPF, DKIM, DMARC, MX and one-click unsubscription of a sender domain."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("domain")
        parser.add_argument("--selector", default="", help="of the DKIM key")
        parser.add_argument("--relay", default="", help="what SPF must allow: a name or address")
        parser.add_argument("--message", help="the source of a letter that was received")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, domain: str, **options: Any) -> None:
        try:
            received = Path(options["message"]).read_bytes() if options["message"] else b""
            report = check_domain(
                domain, selector=options["selector"], relay=options["relay"], received=received
            )
        except (DomainRefused, OSError) as refused:
            raise CommandError(str(refused)) from refused
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            self._tell(report)
        if report.verdict is Verdict.WRONG:
            sys.exit(1)

    def _tell(self, report: Report) -> None:
        words = {
            Verdict.OK: self.style.SUCCESS(_("all right")),
            Verdict.WARNING: self.style.WARNING(_("to improve")),
            Verdict.WRONG: self.style.ERROR(_("wrong")),
        }
        for check in report.checks:
            self.stdout.write(f"{check.name}: {words[check.verdict]}")
            for record in check.found:
                self.stdout.write(f"    {record.name} TXT {quoted(record.value)}")
            for finding in check.findings:
                self._tell_finding(finding)

    def _tell_finding(self, finding: Finding) -> None:
        mark = {Verdict.OK: "+", Verdict.WARNING: "!", Verdict.WRONG: "x"}[finding.verdict]
        self.stdout.write(f"  {mark} {finding.sentence}")
        if finding.advice:
            self.stdout.write(f"    {finding.advice}")
        if finding.record:
            self.stdout.write(f"    > {finding.record.name} TXT {quoted(finding.record.value)}")


def quoted(value: str) -> str:
    return f'"{value}"'
