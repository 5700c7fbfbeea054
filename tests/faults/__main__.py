"""make faults: every fault at its full figure, on both databases, and a table of what was seen."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

COLUMNS = ("row", "fault", "database", "expected", "seen")
DATABASES = ("sqlite", "postgresql")


def main() -> int:
    table = Path(tempfile.mkdtemp(prefix="maille-faults-")) / "table.jsonl"
    codes = [run(database, table) for database in DATABASES]
    lines = [json.loads(line) for line in table.read_text().splitlines()] if table.exists() else []
    show(lines)
    return max(codes)


def run(database: str, table: Path) -> int:
    """Arguments go to pytest: python -m tests.faults -k a1"""
    env = os.environ | {"TEST_DATABASE": database, "FAULTS": "full", "FAULTS_TABLE": str(table)}
    command = [sys.executable, "-m", "pytest", "-p", "tests.faults.table", "-m", "row", "tests"]
    return subprocess.run([*command, *sys.argv[1:]], env=env, check=False).returncode


def show(lines: list[dict[str, str]]) -> None:
    """A fault in several shapes is one line: the worst of what was seen."""
    merged: dict[tuple[str, ...], list[str]] = {}
    for line in lines:
        merged.setdefault(tuple(line[name] for name in COLUMNS[:4]), []).append(line["seen"])
    rows = [COLUMNS, *((*key, worst(seen)) for key, seen in sorted(merged.items(), key=order))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    for row in rows:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)))  # noqa: T201


def worst(seen: list[str]) -> str:
    times = f" (in {len(seen)} shapes)" if len(seen) > 1 else ""
    return "FAILED" if "FAILED" in seen else seen[0] + times


def order(item: tuple[tuple[str, ...], list[str]]) -> tuple[str, int, tuple[str, ...]]:
    number = item[0][0]
    return number[0], int(number[1:]), item[0]


if __name__ == "__main__":
    sys.exit(main())
