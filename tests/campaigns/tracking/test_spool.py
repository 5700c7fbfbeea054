import os
import resource
import signal
import time

import pytest

from campaigns.tokens import Kind
from campaigns.tracking import spool
from campaigns.tracking.hits import Hit, parse

HIT = Hit(Kind.OPEN, 1_788_256_800, "person", "browser", 7)


def lines(folder):
    return b"".join(path.read_bytes() for path in spool.segments(folder)).splitlines()


def test_a_hit_is_in_the_file_when_append_returns(spool_folder):
    spool.append(HIT)

    assert [parse(line) for line in lines(spool_folder)] == [HIT]


def test_one_process_keeps_to_one_file(spool_folder):
    for _n in range(3):
        spool.append(HIT)

    assert len(spool.segments(spool_folder)) == 1


@pytest.mark.parametrize(("limit", "value"), [("SEGMENT_BYTES", 10), ("SEGMENT_SECONDS", 0)])
def test_a_full_or_old_file_is_left_for_another(spool_folder, monkeypatch, limit, value):
    monkeypatch.setattr(spool, limit, value)

    spool.append(HIT)
    spool.append(HIT)

    assert len(spool.segments(spool_folder)) == 2


def test_nobody_but_the_owner_may_read_the_spool(spool_folder):
    spool.append(HIT)

    assert spool.segments(spool_folder)[0].stat().st_mode & 0o077 == 0


def test_a_disk_that_takes_half_a_line_is_an_error_and_ends_the_file(spool_folder, tmp_path):
    """A real limit of the kernel on the size of files stands for the full disk."""
    child = os.fork()
    if child == 0:
        _write_until_full(spool_folder)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0

    files = [path.read_bytes() for path in spool.segments(spool_folder)]
    assert files == [b"012345678901234", b"next"]


def _write_until_full(folder):
    try:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (15, 15))
        writer = spool.Writer(folder)
        writer.append(b"0123456789")
        with pytest.raises(OSError):
            writer.append(b"0123456789")
        writer.append(b"next")
    except BaseException:
        os._exit(1)


def test_a_child_process_writes_to_a_file_of_its_own(spool_folder):
    spool.append(HIT)

    child = os.fork()
    if child == 0:
        spool.append(HIT)
        os._exit(0)
    os.waitpid(child, 0)

    assert len(spool.segments(spool_folder)) == 2


def test_a_quiet_file_is_left_by_itself(spool_folder, monkeypatch):
    spool.append(HIT)
    writer = spool.writer()
    monkeypatch.setattr(spool, "SEGMENT_SECONDS", 0)

    deadline = time.monotonic() + 10
    while writer._fd >= 0 and time.monotonic() < deadline:
        time.sleep(0.05)

    assert writer._fd == -1


def test_past_hits_keep_their_times_and_leave_the_file_to_the_reader(spool_folder):
    spool.append_past(HIT._replace(at=at) for at in range(12_000))

    assert [parse(line).at for line in lines(spool_folder)] == list(range(12_000))
    assert spool.writer()._fd == -1
