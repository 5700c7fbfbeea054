"""The speed of the main paths on this machine, on a scratch database of the configured engine."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from campaigns.management.benchmarks import paths, reading
from campaigns.management.benchmarks.limits import told
from campaigns.management.benchmarks.over_http import opens
from campaigns.management.benchmarks.scratch import scratch
from campaigns.management.benchmarks.sending import Sending
from campaigns.management.benchmarks.servers import Postfix

Measure = Callable[[int], Iterator[tuple[str, float]]]
RECIPIENTS = 20_000


class Command(BaseCommand):
    help = "Measures one path, or all of them, and says what it found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="+",
            choices=["send", "import", "segment", "report", "plan", "track", "opens", "page"],
        )
        parser.add_argument("--recipients", type=int, default=RECIPIENTS)
        parser.add_argument(
            "--postfix", type=Path, metavar="FOLDER", help="where postfix was unpacked, …/usr"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        postfix = Postfix(options["postfix"])
        if "send" in options["paths"]:
            postfix.tool("smtp-source")
        measures: dict[str, Measure] = {
            "send": partial(_send, postfix),
            "import": paths.imports,
            "segment": reading.segments,
            "report": reading.report,
            "plan": paths.plan,
            "track": paths.track,
            "opens": opens,
            "page": paths.page,
        }
        figures: dict[str, float] = {}
        for path in options["paths"]:
            with scratch():
                for name, value in measures[path](options["recipients"]):
                    figures[name] = round(value, 3)
                    if options["format"] == "text":
                        self.stdout.write(told(name, value, connection.vendor, figures))
        if options["format"] == "json":
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2))


def _send(postfix: Postfix, recipients: int) -> Iterator[tuple[str, float]]:
    return Sending(recipients, postfix).measure()
