"""Seconds on the wall and of this process's CPU, and the memory it takes."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KB = 1024


@dataclass
class Taken:
    seconds: float = 0.0
    cpu: float = 0.0


@contextmanager
def stopwatch() -> Iterator[Taken]:
    """CPU of all threads; of children only once they have ended."""
    taken = Taken()
    began, cpu = time.perf_counter(), cpu_seconds()
    yield taken
    taken.seconds, taken.cpu = time.perf_counter() - began, cpu_seconds() - cpu


def cpu_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def memory_peak() -> int:
    """Bytes of this process's largest size so far."""
    return max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KB, memory_now())


def memory_now() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()
