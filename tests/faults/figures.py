"""How much: little in `make test`, all of it in `make faults` (FAULTS=full)."""

import os

IS_FULL = os.environ.get("FAULTS") == "full"


def figure(short: int, full: int) -> int:
    return full if IS_FULL else short


PEOPLE = figure(300, 10_000)
FEW = 60
GROUP = figure(10, 50)
# One recipient in so many, and how long a test waits at most for what has to happen.
SHARE = figure(60, 100)
PATIENCE = figure(60, 900)
