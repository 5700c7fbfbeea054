"""The plugin that gathers the lines of the table: pytest -p tests.faults.table.

Loaded before Django is set up, hence the imports within.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call) -> Iterator[None]:
    from tests.faults import accounts

    report = yield
    row = item.get_closest_marker("row")
    if row and (report.when == "call" or report.outcome != "passed"):
        _write(item, row.args, report, accounts.seen)
    if report.when == "setup":
        accounts.seen.clear()
    return report


def _write(item, row: tuple[str, str, str], report, told: list[str]) -> None:
    from django.db import connection

    number, fault, expected = row
    seen = told[-1] if told else "as expected"
    if report.outcome == "skipped":
        seen = f"not here: {report.longrepr[2].removeprefix('Skipped: ')}"
    elif report.outcome == "failed":
        seen = "FAILED"
    line = {
        "row": number, "fault": fault, "database": connection.vendor, "expected": expected,
        "seen": seen, "test": item.nodeid,
    }  # fmt: skip
    with Path(os.environ["FAULTS_TABLE"]).open("a") as table:
        table.write(json.dumps(line) + "\n")
