"""Runs several programs beside one another until one ends or somebody stops them all.

honcho does the same with a process of its own for each, which takes 60 MB of memory together.
"""

import os
import queue
import shlex
import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

STOPPED_BY_HAND = 0
# Time to finish what is in hand; the worker may be talking to a mail server
GRACE_SECONDS = 10.0
# Its last words may be on their way when a process has ended
LAST_WORDS_SECONDS = 1.0


def run_together(commands: dict[str, str], *, env: dict[str, str], folder: Path) -> int:
    """What each says stands behind its name. Returns the code of the one that ended first."""
    ended: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_signal: ended.put(STOPPED_BY_HAND))
    width = max(map(len, commands))
    running, listening = [], []
    for name, command in commands.items():
        # In a session of its own: Ctrl-C reaches us alone, and we ask each to stop
        process = subprocess.Popen(
            shlex.split(command), env=env, cwd=folder, text=True, errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        running.append(process)
        listening.append(_begin(_follow, process, f"{name:<{width}} | "))
        _begin(_await, process, ended)
    code = _first(ended)
    stop(running)
    for thread in listening:
        thread.join(LAST_WORDS_SECONDS)
    return code


def stop(running: list[subprocess.Popen]) -> None:
    for process in running:
        process.terminate()
    for process in running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_SECONDS)
        # The group is its session's: what it started itself may still hold a port
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _begin(target: Callable[..., None], *args: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=args, daemon=True)
    thread.start()
    return thread


def _follow(process: subprocess.Popen, prefix: str) -> None:
    said: IO[str] = process.stdout  # type: ignore[assignment]
    for line in said:
        print(f"{prefix}{line}", end="", flush=True)  # noqa: T201


def _await(process: subprocess.Popen, ended: queue.SimpleQueue[int]) -> None:
    """Not the end of its output, which its own children may hold open."""
    ended.put(process.wait())


def _first(ended: queue.SimpleQueue[int]) -> int:
    """A signal's handler runs between two waits only."""
    while True:
        try:
            return ended.get(timeout=0.2)
        except queue.Empty:
            continue
