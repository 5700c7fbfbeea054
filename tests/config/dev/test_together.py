import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

RUN = "import sys; from config.dev.together import run_together as r; from pathlib import Path; "
SAYS = f"{sys.executable} -uc 'print(1)'"
LEAVES_A_CHILD = (
    f"{sys.executable} -uc 'import os, sys, time; child = os.fork(); child and print(child); "
    "sys.exit(4) if child else time.sleep(600)'"
)
STAYS = f"{sys.executable} -uc 'import time; print(2); time.sleep(600)'"


@pytest.fixture
def started():
    """Starts these commands together, as `make run` does; none stays behind."""
    processes = []

    def start(**commands: str) -> subprocess.Popen:
        told = f"{RUN}sys.exit(r({commands!r}, env={dict(os.environ)!r}, folder=Path()))"
        process = subprocess.Popen(
            [sys.executable, "-c", told], text=True, stdout=subprocess.PIPE, cwd=Path.cwd()
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()


def test_each_line_says_whose_it_is(started):
    said, _nothing = started(mail=SAYS).communicate()

    assert said == "mail | 1\n"


def test_where_one_ends_all_do_with_its_code(started):
    process = started(web=STAYS, worker=f"{sys.executable} -c 'raise SystemExit(3)'")

    process.communicate()

    assert process.returncode == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_all_stop_when_they_are_told_to(started, number):
    process = started(web=STAYS)
    process.stdout.readline()

    process.send_signal(number)
    process.communicate()

    assert process.returncode == 0


def test_nothing_that_they_started_outlives_them(started):
    process = started(web=LEAVES_A_CHILD, worker=STAYS)

    said, _nothing = process.communicate()

    child = int(re.search(r"^web    \| (\d+)$", said, re.MULTILINE)[1])
    assert process.returncode == 4
    assert not is_alive(child)


def is_alive(number: int) -> bool:
    """One that nobody has buried yet is not."""
    with suppress(FileNotFoundError):
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    return False
