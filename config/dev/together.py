"""Runs several programs beside one another until one ends or somebody stops them all.

honcho does the same with a process of its own for each, which takes 60 MB of memory together.
"""

import queue
import shlex
import signal
import subprocess
import threading
from pathlib import Path
from typing import IO

STOPPED_BY_HAND = 0
# Time to finish what is in hand; the worker may be talking to a mail server
GRACE_SECONDS = 10.0


def run_together(commands: dict[str, str], *, env: dict[str, str], folder: Path) -> int:
    """What each says stands behind its name. Returns the code of the one that ended first."""
    ended: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_signal: ended.put(STOPPED_BY_HAND))
    width = max(map(len, commands))
    running = []
    for name, command in commands.items():
        # In a session of its own: Ctrl-C reaches us alone, and we ask each to stop
        process = subprocess.Popen(
            shlex.split(command), env=env, cwd=folder, text=True, errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        running.append(process)
        threading.Thread(
            target=_follow, args=(process, f"{name:<{width}} | ", ended), daemon=True
        ).start()
    code = _first(ended)
    stop(running)
    return code


def stop(running: list[subprocess.Popen]) -> None:
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _follow(process: subprocess.Popen, prefix: str, ended: queue.SimpleQueue[int]) -> None:
    said: IO[str] = process.stdout  # type: ignore[assignment]
    for line in said:
        print(f"{prefix}{line}", end="", flush=True)  # noqa: T201
    ended.put(process.wait())


def _first(ended: queue.SimpleQueue[int]) -> int:
    """A signal's handler runs between two waits only."""
    while True:
        try:
            return ended.get(timeout=0.2)
        except queue.Empty:
            continue
